using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>
/// Full blocks of prompts and answers in host memory, by block key, within a bound of bytes. Each block's rows lie in wire order
/// ([layer][key|value][head][token][head size]). Who wants room evicts the least recently used block, a leaf always: whoever uses a block uses
/// all before it too, and is entered as the user of the last one first, so a block is always older than the one before it. Thread-safe; rows
/// are copied outside the lock.
/// </summary>
public sealed class BlockStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BlockKey, CachedBlock> _blocks = [];
    private readonly LinkedList<CachedBlock> _evictable = new();
    private readonly BlockMemory _memory;
    private readonly IBlockObserver _observer;
    private readonly TimeProvider _time;
    private readonly int _runBytes;
    private int _pinned;
    private int _holders;
    private long _changes;
    private bool _disposed;

    /// <summary>An empty store.</summary>
    /// <param name="layout">Shape of the rows.</param>
    /// <param name="blockTokens">Tokens of a block.</param>
    /// <param name="bytesMax">Bound of all blocks together, in bytes.</param>
    /// <param name="observer">Hears of blocks that come and go.</param>
    /// <param name="time">Clock of the ages that the observer hears.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below one block.</exception>
    public BlockStore(KvLayout layout, int blockTokens, long bytesMax, IBlockObserver observer, TimeProvider time)
    {
        Layout = layout;
        BlockTokens = blockTokens;
        BlockBytes = checked(blockTokens * layout.TokenBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesMax, BlockBytes);
        BlocksMax = (int)Math.Min(bytesMax / BlockBytes, Array.MaxLength);
        _runBytes = blockTokens * layout.RowBytes;
        _memory = new BlockMemory(BlocksMax, BlockBytes);
        _observer = observer;
        _time = time;
    }

    /// <summary>Shape of the rows.</summary>
    public KvLayout Layout { get; }

    /// <summary>Tokens of a block.</summary>
    public int BlockTokens { get; }

    /// <summary>Bytes of a block's rows.</summary>
    public int BlockBytes { get; }

    /// <summary>Most blocks held at once.</summary>
    public int BlocksMax { get; }

    /// <summary>Blocks by state at this instant.</summary>
    public BlockCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new BlockCounts(_memory.Free, _evictable.Count, _pinned);
            }
        }
    }

    /// <summary>Holds the longest stored beginning of a prompt, token ids compared.</summary>
    /// <param name="keys">Keys of the prompt's blocks, from the first.</param>
    /// <param name="tokens">The prompt's tokens, at least those of the keys.</param>
    /// <param name="wanted">Number of the first block that is of use; earlier ones alone are not held.</param>
    /// <returns>Null if block <paramref name="wanted"/> is not there.</returns>
    public PinnedBlocks? Pin(ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> tokens, int wanted = 0)
    {
        lock (_gate)
        {
            if (_disposed || wanted >= keys.Length || !_blocks.ContainsKey(keys[wanted]))
            {
                return null;
            }

            CachedBlock? last = Find(keys, tokens, out int count);
            if (last is null || count <= wanted)
            {
                return null;
            }

            CachedBlock[] chain = Chain(last, count);
            Reuse(chain.AsSpan(wanted));
            Hold(last);
            return new PinnedBlocks(this, chain);
        }
    }

    /// <summary>
    /// Stores the blocks of a sequence that are not there yet, as far as there is room, and counts as a use of all. It ends early
    /// where every other block is held, or where a key belongs to other tokens.
    /// </summary>
    /// <param name="keys">Keys of the sequence's blocks, from the first.</param>
    /// <param name="tokens">Its tokens, at least those of the keys.</param>
    /// <param name="rows">Its rows.</param>
    /// <returns>How many of the blocks, from the first, are stored now.</returns>
    public int Add(ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> tokens, IKvRowSource rows)
    {
        CachedBlock? last;
        int count;
        lock (_gate)
        {
            if (_disposed)
            {
                return 0;
            }

            last = Find(keys, tokens, out count);
            Hold(last);
        }

        try
        {
            while (count < keys.Length && Append(last, keys[count], count, tokens, rows) is { } block)
            {
                last = block;
                count++;
            }
        }
        finally
        {
            Release(last);
        }

        return count;
    }

    /// <summary>Forgets everything; the memory goes once nobody holds a block.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed && _holders == 0)
            {
                _memory.Release();
            }

            _disposed = true;
        }
    }

    /// <summary>The rows of one head in a block that the caller holds.</summary>
    internal Span<byte> Run(int index, int layer, KvPart part, int head)
    {
        int run = (((2 * layer) + (int)part) * Layout.Heads) + head;
        return _memory.Bytes(index).Slice(run * _runBytes, _runBytes);
    }

    /// <summary>Ends one hold of a block and all before it. The last block is entered first, which keeps it the oldest.</summary>
    internal void Release(CachedBlock? last)
    {
        lock (_gate)
        {
            for (CachedBlock? block = last; block is not null; block = block.Parent)
            {
                if (--block.Pins == 0)
                {
                    _evictable.AddLast(block.Place);
                    _pinned--;
                }
            }

            if (--_holders == 0 && _disposed)
            {
                _memory.Release();
            }
        }
    }

    private CachedBlock? Find(ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> tokens, out int count)
    {
        CachedBlock? last = null;
        for (count = 0; count < keys.Length; count++)
        {
            if (!_blocks.TryGetValue(keys[count], out CachedBlock? block) || !block.Continues(last, TokensOf(tokens, count)))
            {
                break;
            }

            last = block;
        }

        return last;
    }

    private void Hold(CachedBlock? last)
    {
        long now = _time.GetTimestamp();
        _holders++;
        for (CachedBlock? block = last; block is not null; block = block.Parent)
        {
            HoldOne(block, now);
        }
    }

    private void HoldOne(CachedBlock block, long now)
    {
        block.Used = now;
        if (block.Pins++ == 0)
        {
            _evictable.Remove(block.Place);
            _pinned++;
        }
    }

    private void Reuse(ReadOnlySpan<CachedBlock> blocks)
    {
        long now = _time.GetTimestamp();
        foreach (CachedBlock block in blocks)
        {
            _observer.Reused(_time.GetElapsedTime(block.Used, now));
        }
    }

    /// <summary>One more block behind <paramref name="last"/>, held; null if there is no room or the key is another's.</summary>
    private CachedBlock? Append(CachedBlock? last, BlockKey key, int number, ReadOnlySpan<int> tokens, IKvRowSource rows)
    {
        if (!TryTake(out int index))
        {
            return null;
        }

        bool stored = false;
        try
        {
            Fill(index, rows, number * BlockTokens);
            lock (_gate)
            {
                CachedBlock block = Enter(new CachedBlock(key, last, TokensOf(tokens, number), index, _time.GetTimestamp()), out stored);
                return stored ? block : Join(block, last, TokensOf(tokens, number));
            }
        }
        finally
        {
            if (!stored)
            {
                GiveBack(index);
            }
        }
    }

    private bool TryTake(out int index)
    {
        lock (_gate)
        {
            bool taken = _memory.TryTake(out index) || (Evict() && _memory.TryTake(out index));
            _pinned += taken ? 1 : 0;
            return taken;
        }
    }

    private void GiveBack(int index)
    {
        lock (_gate)
        {
            _memory.Return(index);
            _pinned--;
        }
    }

    private void Fill(int index, IKvRowSource rows, int first)
    {
        for (int layer = 0; layer < Layout.Layers; layer++)
        {
            for (int head = 0; head < Layout.Heads; head++)
            {
                rows.Read(layer, KvPart.Key, head, first, BlockTokens, Run(index, layer, KvPart.Key, head));
                rows.Read(layer, KvPart.Value, head, first, BlockTokens, Run(index, layer, KvPart.Value, head));
            }
        }
    }

    /// <summary>Makes a filled block known, held once; or answers the one that somebody else stored meanwhile.</summary>
    private CachedBlock Enter(CachedBlock block, out bool stored)
    {
        stored = _blocks.TryAdd(block.Key, block);
        if (!stored)
        {
            return _blocks[block.Key];
        }

        block.Pins = 1;
        _observer.Stored(new BlockChange(++_changes, block.Key, block.Parent?.Key));
        return block;
    }

    private CachedBlock? Join(CachedBlock other, CachedBlock? last, ReadOnlySpan<int> tokens)
    {
        if (!other.Continues(last, tokens))
        {
            return null;
        }

        HoldOne(other, _time.GetTimestamp());
        return other;
    }

    private bool Evict()
    {
        if (_evictable.First is not { } oldest)
        {
            return false;
        }

        CachedBlock block = oldest.Value;
        long now = _time.GetTimestamp();
        _evictable.Remove(oldest);
        _blocks.Remove(block.Key);
        _memory.Return(block.Index);
        _observer.Removed(
            new BlockChange(++_changes, block.Key, block.Parent?.Key),
            _time.GetElapsedTime(block.Stored, now),
            _time.GetElapsedTime(block.Used, now));
        return true;
    }

    private static CachedBlock[] Chain(CachedBlock last, int count)
    {
        CachedBlock[] chain = new CachedBlock[count];
        CachedBlock? block = last;
        for (int at = count - 1; block is not null; at--, block = block.Parent)
        {
            chain[at] = block;
        }

        return chain;
    }

    private ReadOnlySpan<int> TokensOf(ReadOnlySpan<int> tokens, int block) => tokens.Slice(block * BlockTokens, BlockTokens);
}
