namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Keeps the workers that are named, when any are.</summary>
public sealed class SubsetFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "subset";

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) =>
        placement.Subset is not { } subset || subset.Contains(candidate.Worker.Id);
}
