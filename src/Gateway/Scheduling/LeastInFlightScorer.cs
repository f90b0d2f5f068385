namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Prefers the worker with the fewest tokens in flight from this gateway; requests of unknown size count too.</summary>
internal sealed class LeastInFlightScorer : IWorkerScorer
{
    public double Score(WorkerEndpoint worker, in Placement placement) =>
        1.0 / (1 + worker.Load.Tokens + worker.Load.Requests);
}
