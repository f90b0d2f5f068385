namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Drops workers that have more to do than they can begin soon; when all have, admission has to decide and none is dropped.</summary>
/// <param name="waitingMax">Requests that may wait for a slot.</param>
/// <param name="kvUseMax">Share of the KV memory that may be in use.</param>
public sealed class OverloadFilter(int waitingMax, double kvUseMax) : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "overload";

    /// <inheritdoc/>
    public bool Yields => true;

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) =>
        candidate.Waiting <= waitingMax && (candidate.Engine is null || candidate.KvUse <= kvUseMax);
}
