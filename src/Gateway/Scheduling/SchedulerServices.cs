using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Shadow;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>What a scheduler works with; see <see cref="SchedulerBuilder"/> for what each is.</summary>
internal sealed record SchedulerServices(
    TimeProvider Time,
    IPrefixSource Prefixes,
    IFleetLoads Fleet,
    ApproximatePrefixes Remembered,
    TimeSpan EngineAgeMax,
    IDecisionObserver? Observer,
    IPickListener? Listener,
    WorkerLoads? VirtualLoads);
