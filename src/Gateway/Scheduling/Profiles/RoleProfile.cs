using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling.Scorers;

namespace InferenceGateway.Gateway.Scheduling.Profiles;

/// <summary>How one pool's workers are chosen.</summary>
/// <param name="Filters">In the order they are asked.</param>
/// <param name="Scorers">Their weighted scores are added.</param>
/// <param name="Picker">Chooses by the sums.</param>
public sealed record RoleProfile(
    IReadOnlyList<IWorkerFilter> Filters,
    IReadOnlyList<WeightedScorer> Scorers,
    IWorkerPicker Picker)
{
    private long _turns;

    internal IWorkerFilter[] FilterArray { get; } = [.. Filters];

    internal WeightedScorer[] ScorerArray { get; } = [.. Scorers];

    internal IPlacementObserver[] Observers { get; } =
        [.. Filters.OfType<IPlacementObserver>(), .. Scorers.Select(weighted => weighted.Scorer).OfType<IPlacementObserver>()];

    /// <summary>Whether prompts are remembered even for workers that send events.</summary>
    internal bool RemembersPrompts { get; } =
        Scorers.Any(weighted => weighted.Scorer is ApproximatePrefixScorer or CacheAwareScorer);

    internal long Turns => Interlocked.Read(ref _turns);

    internal long TakeTurn() => Interlocked.Increment(ref _turns) - 1;
}

/// <summary>A scorer and what its score counts.</summary>
/// <param name="Scorer">The scorer.</param>
/// <param name="Weight">0 to <c>SchedulingOptions.WeightMax</c>.</param>
public readonly record struct WeightedScorer(IWorkerScorer Scorer, double Weight);

/// <summary>A named way to choose workers, for both pools.</summary>
/// <param name="Name">As in configuration.</param>
/// <param name="Prefill">For the prefill pool.</param>
/// <param name="Decode">For the decode pool.</param>
public sealed record SchedulingProfile(string Name, RoleProfile Prefill, RoleProfile Decode)
{
    /// <summary>The part for that pool.</summary>
    public RoleProfile Of(WorkerRole role) => role == WorkerRole.Prefill ? Prefill : Decode;
}
