namespace InferenceGateway.Gateway.Scheduling.Filters;

/// <summary>Keeps the workers of the pool that is asked for.</summary>
public sealed class RoleFilter : IWorkerFilter
{
    /// <inheritdoc/>
    public string Name => "role";

    /// <inheritdoc/>
    public bool Keeps(in Candidate candidate, in Placement placement) => candidate.Worker.Record.Role == placement.Role;
}
