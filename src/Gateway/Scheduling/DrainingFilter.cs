namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Drops workers that take no new work.</summary>
internal sealed class DrainingFilter : IWorkerFilter
{
    public bool Keeps(WorkerEndpoint worker, in Placement placement) => !worker.Record.Draining;
}
