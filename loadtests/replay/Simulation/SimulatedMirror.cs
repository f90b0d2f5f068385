using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Simulation;

/// <summary>
/// One gateway's mirror: the real index, fed by simulated events, and the prompts it has sent of late, which count as held until the
/// expectation runs out.
/// </summary>
public sealed class SimulatedMirror(IEventClock clock, double expectSeconds) : IPrefixSource, IDisposable
{
    private readonly PrefixIndex _index = new();
    private readonly Dictionary<string, Known> _workers = new(StringComparer.Ordinal);
    private Known?[] _byOrdinal = [];
    private int[] _numbers = [];

    /// <summary>A worker's event has arrived.</summary>
    public void Stored(string worker, BlockKey? parent, ReadOnlySpan<BlockKey> keys) => _index.Add(Of(worker).Number, parent, keys);

    /// <summary>A worker's event has arrived.</summary>
    public void Removed(string worker, BlockKey key) => _index.Remove(Of(worker).Number, key);

    /// <summary>A worker's event has arrived.</summary>
    public void Cleared(string worker) => _index.Clear(Of(worker).Number);

    /// <inheritdoc/>
    public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths)
    {
        if (_numbers.Length < workers.Length)
        {
            _numbers = new int[workers.Length];
        }

        for (int at = 0; at < workers.Length; at++)
        {
            _numbers[at] = Of(workers[at]).Number;
        }

        _index.Match(keys, _numbers.AsSpan(0, workers.Length), depths);
        for (int at = 0; at < workers.Length; at++)
        {
            depths[at] = Math.Max(depths[at], Of(workers[at]).Expected(keys, clock.Now));
        }
    }

    /// <inheritdoc/>
    public void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys) =>
        Of(worker).Expectations.Enqueue((clock.Now + expectSeconds, keys.ToArray()));

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private Known Of(WorkerEndpoint worker)
    {
        int ordinal = worker.Load.Ordinal;
        if (ordinal >= _byOrdinal.Length)
        {
            Array.Resize(ref _byOrdinal, Math.Max(ordinal + 1, 2 * _byOrdinal.Length));
        }

        return _byOrdinal[ordinal] ??= Of(worker.Id);
    }

    private Known Of(string worker)
    {
        if (!_workers.TryGetValue(worker, out Known? known))
        {
            known = new Known(_workers.Count);
            _workers.Add(worker, known);
        }

        return known;
    }

    private sealed class Known(int number)
    {
        public int Number { get; } = number;

        public Queue<(double Until, BlockKey[] Keys)> Expectations { get; } = new();

        public int Expected(ReadOnlySpan<BlockKey> keys, double now)
        {
            while (Expectations.TryPeek(out (double Until, BlockKey[] Keys) oldest) && oldest.Until < now)
            {
                Expectations.Dequeue();
            }

            int best = 0;
            foreach ((_, BlockKey[] expected) in Expectations)
            {
                best = Math.Max(best, keys.CommonPrefixLength(expected));
            }

            return best;
        }
    }
}
