using System.Collections.Concurrent;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>The loads of all workers this gateway knows.</summary>
/// <param name="time">The clock.</param>
public sealed class WorkerLoads(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WorkerLoad> _byId = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Stack<int> _freeOrdinals = new();
    private int _ordinals;

    /// <summary>Raised for a worker that is forgotten, before another one can get its ordinal.</summary>
    public event Action<WorkerLoad>? Forgotten;

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<WorkerLoad> All => _byId.Values;

    /// <summary>The load of that worker; a new one when it was not known.</summary>
    public WorkerLoad For(string worker)
    {
        if (_byId.TryGetValue(worker, out WorkerLoad? known))
        {
            return known;
        }

        lock (_gate)
        {
            return _byId.GetOrAdd(worker, id => new WorkerLoad(id, _freeOrdinals.TryPop(out int ordinal) ? ordinal : _ordinals++, time));
        }
    }

    /// <summary>The load of that worker, or null when it is not known.</summary>
    public WorkerLoad? Find(string worker) => _byId.GetValueOrDefault(worker);

    /// <summary>Forgets workers that left and have nothing in flight.</summary>
    public void Prune(WorkerSnapshot snapshot)
    {
        lock (_gate)
        {
            foreach ((string id, WorkerLoad load) in _byId)
            {
                if (load.Own.Requests == 0 && snapshot.Find(id) is null && _byId.TryRemove(id, out _))
                {
                    Forgotten?.Invoke(load);
                    _freeOrdinals.Push(load.Ordinal);
                }
            }
        }
    }
}
