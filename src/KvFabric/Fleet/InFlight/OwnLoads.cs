using InferenceGateway.Contracts;

namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>This gateway's totals, and which of them have changed since they were last sent. Thread-safe.</summary>
internal sealed class OwnLoads
{
    private readonly Lock _gate = new();
    private readonly InFlightLoad[] _loads = new InFlightLoad[Limits.WorkersMax];
    private readonly bool[] _isChanged = new bool[Limits.WorkersMax];
    private readonly List<int> _changed = [];

    /// <summary>Set once a total has changed.</summary>
    public Signal Changed { get; } = new();

    public void Put(int worker, in InFlightLoad load)
    {
        if ((uint)worker >= (uint)_loads.Length)
        {
            return;
        }

        lock (_gate)
        {
            _loads[worker] = load;
            if (_isChanged[worker])
            {
                return;
            }

            _isChanged[worker] = true;
            _changed.Add(worker);
        }

        Changed.Set();
    }

    /// <summary>Takes what has changed.</summary>
    public IReadOnlyList<(int Worker, InFlightLoad Load)> TakeChanged()
    {
        lock (_gate)
        {
            var taken = new (int, InFlightLoad)[_changed.Count];
            for (int at = 0; at < taken.Length; at++)
            {
                taken[at] = (_changed[at], _loads[_changed[at]]);
                _isChanged[_changed[at]] = false;
            }

            _changed.Clear();
            return taken;
        }
    }

    /// <summary>Everything that is not zero.</summary>
    public IReadOnlyList<(int Worker, InFlightLoad Load)> All()
    {
        lock (_gate)
        {
            return [.. _loads.Index().Where(worker => worker.Item != default)];
        }
    }
}
