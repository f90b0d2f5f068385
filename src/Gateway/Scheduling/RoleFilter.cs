namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Keeps the workers of the pool that is asked for.</summary>
internal sealed class RoleFilter : IWorkerFilter
{
    public bool Keeps(WorkerEndpoint worker, in Placement placement) => worker.Record.Role == placement.Role;
}
