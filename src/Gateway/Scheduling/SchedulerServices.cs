using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>What a scheduler and its plug-ins work with.</summary>
public sealed class SchedulerServices
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Random numbers for ties and for random pickers.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>What workers say they hold.</summary>
    public IPrefixSource Prefixes { get; init; } = NoPrefixes.Instance;

    /// <summary>What the scheduler remembers of its own decisions.</summary>
    public ApproximatePrefixes Approximate { get; init; } = new(DefaultBlocks);

    /// <summary>How old an engine's words may be before they do not count.</summary>
    public TimeSpan EngineAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Sees every decision; null for nobody.</summary>
    public IDecisionObserver? Observer { get; init; }

    /// <summary>Loads to look at in place of the workers' own, for a profile that only plays along; null for the workers' own.</summary>
    public WorkerLoads? VirtualLoads { get; init; }

    private const int DefaultBlocks = 4_000_000;
}
