using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Publishing;

/// <summary>
/// Which blocks a worker holds, and the events that have not been sent yet. The two change under one lock, so that an index of all blocks
/// and the number of the last event in it belong together. Thread-safe.
/// </summary>
internal sealed class BlockLedger
{
    /// <summary>Events that make a message worth sending at once.</summary>
    public const int Enough = 2048;

    // The tree is the one that gateways use, so both agree on what goes with what. A worker alone may take any number.
    private const int Self = 0;

    private readonly Lock _gate = new();
    private readonly BlockTrie _held = new(Limits.ResidentBlocksMax);
    private BlockEvents _events = new(first: 1);
    private long _last;
    private int _dropped;

    /// <summary>Set once an event waits.</summary>
    public Signal Waiting { get; } = new();

    /// <summary>Set once <see cref="Enough"/> events wait.</summary>
    public Signal Full { get; } = new();

    public void Store(BlockKey? parent, ReadOnlySpan<BlockKey> keys)
    {
        lock (_gate)
        {
            foreach (var key in keys)
            {
                var answer = _held.Add(Self, parent, key);
                if (answer == TrieAnswer.Refused)
                {
                    return;
                }

                if (answer == TrieAnswer.Added)
                {
                    MakeRoom();
                    _events.Store(parent, key);
                    Count();
                }

                parent = key;
            }
        }
    }

    public void Remove(BlockKey key)
    {
        lock (_gate)
        {
            if (_held.Remove(Self, key) > 0)
            {
                MakeRoom();
                _events.Remove(key);
                Count();
            }
        }
    }

    /// <summary>Takes all events that wait.</summary>
    /// <param name="last">Number of the last event so far.</param>
    /// <param name="dropped">Events dropped since the last call.</param>
    public BlockEvents Take(out long last, out int dropped)
    {
        lock (_gate)
        {
            var taken = _events;
            (last, dropped) = (_last, _dropped);
            (_events, _dropped) = (new BlockEvents(_last + 1), 0);
            return taken;
        }
    }

    /// <summary>All blocks, and the number of the last event that they include.</summary>
    public BlockWalk Copy(out long last)
    {
        lock (_gate)
        {
            last = _last;
            return _held.Walk();
        }
    }

    private void MakeRoom()
    {
        if (_events.Count >= Limits.BlockEventsWaitingMax)
        {
            _dropped += _events.Count;
            _events = new BlockEvents(_last + 1);
        }
    }

    private void Count()
    {
        _last++;
        Waiting.Set();
        if (_events.Count >= Enough)
        {
            Full.Set();
        }
    }
}
