namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Drops workers that take no new work.</summary>
public sealed class DrainingFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "draining";

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) => !candidate.Worker.Record.Draining;
}
