using System.Collections.Concurrent;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Health;

/// <summary>The health of all workers this gateway sends to.</summary>
internal sealed partial class HealthBook
{
    private readonly ConcurrentDictionary<string, WorkerHealth> _byId = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly HealthOptions _options;
    private readonly HealthMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthBook> _logger;

    // By the workers' ordinals: a decision looks at every worker of a pool.
    private volatile WorkerHealth?[] _byOrdinal = new WorkerHealth?[64];
    private volatile HashSet<(string Model, WorkerRole Role)> _panicking = [];

    public HealthBook(IOptions<HealthOptions> options, WorkerLoads loads, HealthMetrics metrics, TimeProvider time, ILogger<HealthBook> logger)
    {
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        loads.Forgotten += Forget;
    }

    /// <summary>The health of that worker.</summary>
    public WorkerHealth Of(WorkerEndpoint worker)
    {
        WorkerHealth?[] known = _byOrdinal;
        int ordinal = worker.Load.Ordinal;
        return ordinal < known.Length && known[ordinal] is { } health ? health : Add(worker);
    }

    /// <summary>True when so many of a pool's workers are left out that nobody should be.</summary>
    public bool IsPanicking(string model, WorkerRole role) => _panicking.Contains((model, role));

    /// <summary>A request to that worker is over.</summary>
    public void Judge(WorkerEndpoint worker, Verdict verdict)
    {
        WorkerHealth health = Of(worker);
        if (!health.Judge(verdict))
        {
            return;
        }

        if (health.IsOpen)
        {
            _metrics.Ejected(worker.Id);
            LogEjected(worker.Id, verdict);
        }
        else
        {
            LogReturned(worker.Id);
        }

        Reckon();
    }

    private WorkerHealth Add(WorkerEndpoint worker)
    {
        lock (_gate)
        {
            WorkerHealth health = _byId.GetOrAdd(worker.Id, id => new WorkerHealth(id, worker.Record.Role, worker.Record.Model, _options, _time));
            WorkerHealth?[] known = _byOrdinal;
            int ordinal = worker.Load.Ordinal;
            if (ordinal >= known.Length)
            {
                Array.Resize(ref known, Math.Max(ordinal + 1, 2 * known.Length));
            }

            known[ordinal] = health;
            _byOrdinal = known;
            return health;
        }
    }

    private void Forget(WorkerLoad load)
    {
        lock (_gate)
        {
            _byId.TryRemove(load.Id, out _);
            WorkerHealth?[] known = _byOrdinal;
            if (load.Ordinal < known.Length)
            {
                known[load.Ordinal] = null;
            }
        }

        _metrics.Forget(load.Id);
        Reckon();
    }

    /// <summary>Finds the pools in panic anew; done only when a worker's state changed.</summary>
    private void Reckon()
    {
        lock (_gate)
        {
            _panicking = [.. _byId.Values
                .GroupBy(health => (health.Model, health.Role))
                .Where(pool => 100 * pool.Count(health => health.IsOpen) > _options.PanicPercent * pool.Count())
                .Select(pool => pool.Key)];
        }

        _metrics.Ejections(_byId.Values.Count(health => health.IsOpen));
    }

    [LoggerMessage(EventId = 1020, Level = LogLevel.Warning, Message = "Worker {Worker} gets no requests for now: its last one was {Verdict}")]
    private partial void LogEjected(string worker, Verdict verdict);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Information, Message = "Worker {Worker} answers and gets requests again")]
    private partial void LogReturned(string worker);
}
