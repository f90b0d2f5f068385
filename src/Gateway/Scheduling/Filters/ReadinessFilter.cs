namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Drops workers marked as not ready; when all are, none is dropped, as a try is better than a refusal.</summary>
public sealed class ReadinessFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "readiness";

    /// <inheritdoc/>
    public bool Yields => true;

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) => candidate.Worker.Load.Ready;
}
