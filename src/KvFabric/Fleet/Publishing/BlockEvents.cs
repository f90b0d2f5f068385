using System.Runtime.InteropServices;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.Wire;

namespace InferenceGateway.KvFabric.Fleet.Publishing;

/// <summary>Consecutive block events, in runs of one kind. Not thread-safe.</summary>
/// <param name="first">Number of the first event.</param>
internal sealed class BlockEvents(long first)
{
    private readonly List<BlockRun> _runs = [];
    private readonly List<BlockKey> _keys = [];

    /// <summary>Number of the first event.</summary>
    public long First => first;

    /// <summary>Events in it.</summary>
    public int Count => _keys.Count;

    /// <summary>The runs, in order.</summary>
    public ReadOnlySpan<BlockRun> Runs => CollectionsMarshal.AsSpan(_runs);

    /// <summary>The keys of all runs, one run after the other.</summary>
    public ReadOnlySpan<BlockKey> Keys => CollectionsMarshal.AsSpan(_keys);

    public void Store(BlockKey? parent, BlockKey key)
    {
        bool follows = parent is not null && _keys.Count > 0 && _keys[^1] == parent;
        Add(key, BlockRun.Stored(parent, 1), follows && LastIs(removed: false));
    }

    public void Remove(BlockKey key) => Add(key, new BlockRun(BlockOperation.Removed, null, 1), LastIs(removed: true));

    private void Add(BlockKey key, BlockRun alone, bool continues)
    {
        if (continues && _runs[^1].Count < BlockRun.KeysMax)
        {
            _runs[^1] = _runs[^1] with { Count = _runs[^1].Count + 1 };
        }
        else
        {
            _runs.Add(alone);
        }

        _keys.Add(key);
    }

    private bool LastIs(bool removed) => _runs.Count > 0 && (_runs[^1].Operation == BlockOperation.Removed) == removed;
}
