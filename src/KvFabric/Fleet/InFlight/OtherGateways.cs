using InferenceGateway.Contracts;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>The totals of other gateways and their sums per worker. One writer at a time is let in; readers need no lock.</summary>
internal sealed class OtherGateways(TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Gateway> _gateways = new(StringComparer.Ordinal);
    // A gateway's name is that of one life: who said goodbye does not come back, whatever was read of it before.
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private readonly long[] _requests = new long[Limits.WorkersMax];
    private readonly long[] _prefillTokens = new long[Limits.WorkersMax];
    private readonly long[] _decodeTokens = new long[Limits.WorkersMax];

    /// <summary>The sum of all others on a worker.</summary>
    public InFlightLoad On(int worker) => (uint)worker < Limits.WorkersMax
        ? new InFlightLoad(Volatile.Read(ref _requests[worker]), Volatile.Read(ref _prefillTokens[worker]), Volatile.Read(ref _decodeTokens[worker]))
        : default;

    /// <summary>Takes the changes of one message. False if one before it is missing, so that all totals have to be read.</summary>
    public bool Change(string gateway, long number, IReadOnlyList<(int Worker, InFlightLoad Load)> changes)
    {
        lock (_gate)
        {
            bool inOrder = _gateways.TryGetValue(gateway, out var known) ? number == known.Number + 1 : number == 1;
            if (!inOrder)
            {
                return known is not null && number <= known.Number;
            }

            known ??= Enter(gateway);
            if (known is null)
            {
                return true;
            }

            (known.Number, known.Heard) = (number, time.GetTimestamp());
            foreach (var (worker, load) in changes)
            {
                Set(known, worker, load);
            }

            return true;
        }
    }

    /// <summary>Takes all totals of a gateway, unless a newer message has come already.</summary>
    public void Replace(string gateway, long number, IReadOnlyList<(int Worker, InFlightLoad Load)> totals)
    {
        lock (_gate)
        {
            var known = _gateways.GetValueOrDefault(gateway) ?? Enter(gateway);
            if (known is null)
            {
                return;
            }

            known.Heard = time.GetTimestamp();
            if (number < known.Number)
            {
                return;
            }

            known.Number = number;
            Zero(known);
            foreach (var (worker, load) in totals)
            {
                Set(known, worker, load);
            }
        }
    }

    /// <summary>Names of all that are known.</summary>
    public string[] Known
    {
        get
        {
            lock (_gate)
            {
                return [.. _gateways.Keys];
            }
        }
    }

    /// <summary>A gateway said goodbye: it is gone for good.</summary>
    public void Leave(string gateway)
    {
        lock (_gate)
        {
            if (_left.Count >= Limits.GatewaysMax)
            {
                _left.Clear();
            }

            _left.Add(gateway);
        }

        Drop(gateway, "it said goodbye");
    }

    /// <summary>A gateway is gone.</summary>
    public void Drop(string gateway, string reason)
    {
        lock (_gate)
        {
            if (_gateways.Remove(gateway, out var known))
            {
                Zero(known);
                FleetLog.GatewayGone(logger, gateway, reason);
            }
        }
    }

    /// <summary>Drops the gateways that nobody has heard of for that long.</summary>
    public void DropSilent(TimeSpan life)
    {
        string[] silent;
        lock (_gate)
        {
            silent = [.. _gateways.Where(gateway => time.GetElapsedTime(gateway.Value.Heard) >= life).Select(gateway => gateway.Key)];
        }

        foreach (string gateway in silent)
        {
            Drop(gateway, "not heard of within its lease");
        }
    }

    private Gateway? Enter(string gateway)
    {
        if (_left.Contains(gateway))
        {
            return null;
        }

        if (_gateways.Count >= Limits.GatewaysMax)
        {
            FleetLog.TooManyGateways(logger, Limits.GatewaysMax, gateway);
            return null;
        }

        var entered = new Gateway();
        _gateways.Add(gateway, entered);
        return entered;
    }

    private void Zero(Gateway gateway)
    {
        foreach (int worker in gateway.Loads.Keys.ToArray())
        {
            Set(gateway, worker, default);
        }
    }

    private void Set(Gateway gateway, int worker, InFlightLoad load)
    {
        gateway.Loads.Remove(worker, out var before);
        if (load != default)
        {
            gateway.Loads.Add(worker, load);
        }

        Volatile.Write(ref _requests[worker], _requests[worker] + load.Requests - before.Requests);
        Volatile.Write(ref _prefillTokens[worker], _prefillTokens[worker] + load.PrefillTokens - before.PrefillTokens);
        Volatile.Write(ref _decodeTokens[worker], _decodeTokens[worker] + load.DecodeTokens - before.DecodeTokens);
    }

    private sealed class Gateway
    {
        public Dictionary<int, InFlightLoad> Loads { get; } = [];

        public long Number { get; set; }

        public long Heard { get; set; }
    }
}
