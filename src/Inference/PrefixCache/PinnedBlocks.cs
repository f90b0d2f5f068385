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
        for (Span<byte> left = destination[..(count * Layout.RowBytes)]; left.Length > 0;)
        {
            ReadOnlySpan<byte> run = Run(layer, part, head, first + count - (left.Length / Layout.RowBytes));
            run = run[..Math.Min(run.Length, left.Length)];
            run.CopyTo(left);
            left = left[run.Length..];
        }
    }

    /// <summary>The rows of one head from <paramref name="row"/> to the end of its block, where they lie.</summary>
    internal ReadOnlySpan<byte> Run(int layer, KvPart part, int head, int row) =>
        _store.Run(_blocks[row / _store.BlockTokens].Index, layer, part, head)[(row % _store.BlockTokens * Layout.RowBytes)..];

    /// <summary>Lets go of the blocks; a second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _store.Release(_blocks[^1]);
        }
    }
}
