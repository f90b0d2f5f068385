using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>
/// The first blocks of a prompt, held in the store so that any thread may read their rows, or push them to another worker, until
/// this is disposed.
/// </summary>
public sealed class PinnedBlocks : IKvRowSource, IDisposable
{
    private readonly BlockStore _store;
    private readonly CachedBlock[] _blocks;
    private int _released;

    internal PinnedBlocks(BlockStore store, CachedBlock[] blocks)
    {
        _store = store;
        _blocks = blocks;
    }

    /// <inheritdoc/>
    public KvLayout Layout => _store.Layout;

    /// <summary>How many blocks, counted from the prompt's beginning; at least one.</summary>
    public int Count => _blocks.Length;

    /// <summary>Rows that can be read: those of all blocks.</summary>
    public int Tokens => Count * _store.BlockTokens;

    /// <inheritdoc/>
    public void Read(int layer, KvPart part, int head, int first, int count, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_released != 0, this);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Tokens, nameof(count));
        int rowBytes = Layout.RowBytes;
        for (int row = first; row < first + count;)
        {
            int inside = row % _store.BlockTokens;
            int rows = Math.Min(_store.BlockTokens - inside, first + count - row);
            _store.Run(_blocks[row / _store.BlockTokens].Index, layer, part, head)
                .Slice(inside * rowBytes, rows * rowBytes)
                .CopyTo(destination[((row - first) * rowBytes)..]);
            row += rows;
        }
    }

    /// <summary>Lets go of the blocks; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _store.Release(_blocks[^1]);
        }
    }
}
