using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Replay.Simulation;

/// <summary>
/// Gateways tell each other what they have in flight: the totals of a worker, some time after they changed, and it takes the same time
/// again until the others hear of it.
/// </summary>
internal sealed class FleetExchange
{
    private readonly IEventClock _clock;
    private readonly double _seconds;
    private readonly IReadOnlyList<SimulatedGateway> _gateways;
    private readonly Dictionary<string, InFlight[]> _told = new(StringComparer.Ordinal);
    private readonly HashSet<(int Gateway, string Worker)> _due = [];

    public FleetExchange(IEventClock clock, double seconds, IReadOnlyList<SimulatedGateway> gateways)
    {
        (_clock, _seconds, _gateways) = (clock, seconds, gateways);
        for (int number = 0; number < gateways.Count && gateways.Count > 1; number++)
        {
            int gateway = number;
            gateways[number].LoadChanged = load => Schedule(gateway, load);
        }
    }

    private void Schedule(int gateway, WorkerLoad load)
    {
        if (_due.Add((gateway, load.Id)))
        {
            _clock.At(_clock.Now + _seconds, () => Tell(gateway, load));
        }
    }

    private void Tell(int gateway, WorkerLoad load)
    {
        _due.Remove((gateway, load.Id));
        InFlight own = load.Own;
        _clock.At(_clock.Now + _seconds, () => Hear(gateway, load.Id, own));
    }

    private void Hear(int from, string worker, InFlight told)
    {
        if (!_told.TryGetValue(worker, out InFlight[]? totals))
        {
            _told.Add(worker, totals = new InFlight[_gateways.Count]);
        }

        totals[from] = told;
        for (int to = 0; to < _gateways.Count; to++)
        {
            InFlight others = default;
            for (int each = 0; each < totals.Length; each++)
            {
                others += each == to ? default : totals[each];
            }

            _gateways[to].Loads.For(worker).Others = others;
        }
    }
}
