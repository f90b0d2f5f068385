using System.Collections.Frozen;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Models;

/// <summary>From a model's name to its pool. Rebuilt once per change of the directory, on the first request that sees it.</summary>
internal sealed partial class ModelCatalog(
    IWorkerView view,
    WorkerLoads loads,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<ModelCatalog> logger)
{
    private volatile Built _built = new(WorkerSnapshot.Empty, FrozenDictionary<string, ModelPool>.Empty);

    /// <summary>Since when models are listed, in seconds since 1970; OpenAI's clients expect such a number.</summary>
    public long Created { get; } = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Names of all served models, in order.</summary>
    public IEnumerable<string> Models => Current.Keys.Order(StringComparer.Ordinal);

    private FrozenDictionary<string, ModelPool> Current
    {
        get
        {
            WorkerSnapshot snapshot = view.Current;
            Built built = _built;
            return ReferenceEquals(built.Snapshot, snapshot) ? built.Pools : Rebuild(snapshot);
        }
    }

    /// <summary>The pool of that model, or null when no worker serves it.</summary>
    public ModelPool? Find(string model) => Current.GetValueOrDefault(model);

    private FrozenDictionary<string, ModelPool> Rebuild(WorkerSnapshot snapshot)
    {
        loads.Prune(snapshot);
        FrozenDictionary<string, ModelPool> pools = snapshot.Workers
            .Select(Endpoint)
            .OfType<WorkerEndpoint>()
            .GroupBy(worker => worker.Record.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => new ModelPool(group.Key, [.. group], metrics.For(group.Key)), StringComparer.Ordinal);
        _built = new Built(snapshot, pools);
        return pools;
    }

    private WorkerEndpoint? Endpoint(WorkerRecord record)
    {
        WorkerEndpoint? endpoint = WorkerEndpoint.TryCreate(record, loads);
        if (endpoint is null)
        {
            LogUnusable(record.Id, record.InternalUrl);
        }

        return endpoint;
    }

    [LoggerMessage(EventId = 1000, Level = LogLevel.Warning,
        Message = "Worker {Worker} is left out: its id or its internal URL {InternalUrl} cannot be used")]
    private partial void LogUnusable(string worker, string internalUrl);

    private sealed record Built(WorkerSnapshot Snapshot, FrozenDictionary<string, ModelPool> Pools);
}
