using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>What a scheduler works with; see <see cref="SchedulerBuilder"/> for what each is.</summary>
internal sealed record SchedulerServices(
    TimeProvider Time,
    IPrefixSource Prefixes,
    IFleetLoads Fleet,
    ApproximatePrefixes Remembered,
    TimeSpan EngineAgeMax,
    IDecisionObserver? Observer,
    WorkerLoads? VirtualLoads);
