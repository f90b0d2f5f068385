using System.Collections.Concurrent;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;

namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>The loads of all workers this gateway knows.</summary>
/// <param name="time">The clock.</param>
/// <param name="numbers">Numbers the workers for the fleet's tables; null when there are none.</param>
public sealed class WorkerLoads(TimeProvider time, WorkerNumbers? numbers = null)
{
    private readonly ConcurrentDictionary<string, WorkerLoad> _byId = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Stack<int> _freeOrdinals = new();
    private int _ordinals;

    /// <summary>Raised for a worker that is forgotten, before another one can get its ordinal.</summary>
    public event Action<WorkerLoad>? Forgotten;

    /// <summary>Raised at every change of what is in flight on a worker, one change after the other. Must return at once.</summary>
    public event Action<WorkerLoad>? Changed;

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
            return _byId.GetOrAdd(worker, id => new WorkerLoad(id, _freeOrdinals.TryPop(out int ordinal) ? ordinal : _ordinals++, time, Change));
        }
    }

    /// <summary>The worker's number in the fleet's tables; -1 when it has none.</summary>
    public int NumberOf(string worker) => numbers?.Of(worker) ?? WorkerNumbers.None;

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

    /// <summary>Forgets a worker, whatever is in flight there.</summary>
    internal void Remove(string worker)
    {
        lock (_gate)
        {
            if (_byId.TryRemove(worker, out WorkerLoad? load))
            {
                Forgotten?.Invoke(load);
                _freeOrdinals.Push(load.Ordinal);
            }
        }
    }

    private void Change(WorkerLoad load) => Changed?.Invoke(load);
}
