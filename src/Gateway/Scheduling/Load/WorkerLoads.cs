using System.Collections.Concurrent;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>The loads of all workers this gateway knows.</summary>
internal sealed class WorkerLoads(GatewayMetrics metrics)
{
    private readonly ConcurrentDictionary<string, WorkerLoad> _byId = new(StringComparer.Ordinal);

    public WorkerLoad For(string worker) =>
        _byId.GetOrAdd(worker, static (id, metrics) => new WorkerLoad(metrics.WorkerRequests(id), metrics.Picks(id, Scheduler.Policy)), metrics);

    /// <summary>Forgets workers that left and have nothing in flight.</summary>
    public void Prune(WorkerSnapshot snapshot)
    {
        foreach ((string id, WorkerLoad load) in _byId)
        {
            if (load.Requests == 0 && snapshot.Find(id) is null && _byId.TryRemove(id, out _))
            {
                load.Forget();
            }
        }
    }
}
