using System.Collections.Concurrent;
using System.Collections.Frozen;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Models;

/// <summary>From a model's name to its pool. Rebuilt once per change of the directory, on the first request that sees it.</summary>
internal sealed partial class ModelCatalog(
    WorkerSource workers,
    WorkerLoads loads,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<ModelCatalog> logger)
{
    private readonly ConcurrentDictionary<string, ModelPool> _former = new(StringComparer.Ordinal);
    private volatile Built _built = new(WorkerSnapshot.Empty, FrozenDictionary<string, ModelPool>.Empty);

    /// <summary>Since when models are listed, in seconds since 1970; OpenAI's clients expect such a number.</summary>
    public long Created { get; } = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Names of all served models and adapters, in order.</summary>
    public IEnumerable<string> Models => Current.Keys.Order(StringComparer.Ordinal);

    private FrozenDictionary<string, ModelPool> Current
    {
        get
        {
            WorkerSnapshot snapshot = workers.Current;
            Built built = _built;
            return ReferenceEquals(built.Snapshot, snapshot) ? built.Pools : Rebuild(snapshot);
        }
    }

    /// <summary>The pool of that model or adapter, or null when no worker serves it.</summary>
    public ModelPool? Find(string model) => Current.GetValueOrDefault(model);

    /// <summary>The same of a model or adapter that was served before, without any worker; null when none of that name is remembered.</summary>
    public ModelPool? FindFormer(string model) => _former.GetValueOrDefault(model);

    /// <summary>A pool without workers.</summary>
    /// <param name="model">A configured name, never a client's mere word.</param>
    public ModelPool Empty(string model) => new(model, null, [], metrics.For(model));

    private FrozenDictionary<string, ModelPool> Rebuild(WorkerSnapshot snapshot)
    {
        loads.Prune(snapshot);
        WorkerEndpoint[] endpoints = [.. snapshot.Workers.Select(Endpoint).OfType<WorkerEndpoint>()];
        var pools = new Dictionary<string, ModelPool>(StringComparer.Ordinal);
        foreach (IGrouping<string, WorkerEndpoint> model in endpoints.GroupBy(worker => worker.Record.Model, StringComparer.Ordinal))
        {
            pools.Add(model.Key, new ModelPool(model.Key, null, [.. model], metrics.For(model.Key)));
        }

        foreach (ModelPool adapter in pools.Values.SelectMany(Adapters).ToArray())
        {
            // A model of that name goes first, and of two models with such an adapter the first one.
            pools.TryAdd(adapter.Name, adapter);
        }

        Remember(pools.Values);
        Built built = new(snapshot, pools.ToFrozenDictionary(StringComparer.Ordinal));
        _built = built;
        return built.Pools;
    }

    private void Remember(IEnumerable<ModelPool> pools)
    {
        foreach (ModelPool pool in pools)
        {
            if (_former.Count < Limits.FormerModelsMax)
            {
                _former.TryAdd(pool.Name, new ModelPool(pool.Model, pool.Adapter, [], pool.Metrics));
            }
        }
    }

    private static IEnumerable<ModelPool> Adapters(ModelPool model) => model.Workers
        .SelectMany(worker => worker.Adapters)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(adapter => new ModelPool(model.Model, adapter, model.Workers, model.Metrics));

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
