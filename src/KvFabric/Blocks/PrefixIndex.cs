namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// Which workers hold which blocks of one model, in memory: answers how much of a prompt each worker has cached. Any number of
/// threads may ask while one changes it. All it says is a hint; the worker has the last word.
/// </summary>
/// <param name="blocksMax">Most blocks it remembers; further ones are refused, and <see cref="Refused"/> counts them.</param>
public sealed class PrefixIndex(int blocksMax = PrefixIndex.BlocksDefault) : IDisposable
{
    /// <summary>Blocks remembered when nothing else is said.</summary>
    public const int BlocksDefault = 4_000_000;

    /// <summary>Most workers.</summary>
    public const int WorkersMax = Contracts.Limits.WorkersMax;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly BlockTrie _blocks = new(blocksMax);
    private long _refused;

    /// <summary>Blocks held by anyone.</summary>
    public int Blocks
    {
        get
        {
            _lock.EnterReadLock();
            try
            {
                return _blocks.Count;
            }
            finally
            {
                _lock.ExitReadLock();
            }
        }
    }

    /// <summary>Blocks that were not entered: no room, or the worker does not hold the block before.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>A worker has computed or fetched consecutive blocks.</summary>
    /// <param name="worker">Its number, 0 to <see cref="WorkersMax"/> - 1; whose it is, is the caller's matter.</param>
    /// <param name="parent">The block before the first of them; null if that is the first of a prompt.</param>
    /// <param name="keys">The blocks in order.</param>
    public void Add(int worker, BlockKey? parent, ReadOnlySpan<BlockKey> keys)
    {
        _lock.EnterWriteLock();
        try
        {
            for (var at = 0; at < keys.Length; at++)
            {
                if (_blocks.Add(worker, parent, keys[at]) == TrieAnswer.Refused)
                {
                    // What follows a missing block can never be matched.
                    Interlocked.Add(ref _refused, keys.Length - at);
                    return;
                }

                parent = keys[at];
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>A worker has dropped a block; what it holds behind that block counts as dropped, too.</summary>
    public void Remove(int worker, BlockKey key)
    {
        _lock.EnterWriteLock();
        try
        {
            _blocks.Remove(worker, key);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>A worker has lost all its blocks, or is believed to have: another epoch, a gap in its events.</summary>
    public void Clear(int worker)
    {
        _lock.EnterWriteLock();
        try
        {
            _blocks.RemoveAll(worker);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Finds how many consecutive first blocks of a prompt each worker holds. Allocates nothing.</summary>
    /// <param name="keys">The prompt's block keys.</param>
    /// <param name="workers">Numbers of the workers asked about, all different; others than 0 to <see cref="WorkersMax"/> - 1 hold nothing.</param>
    /// <param name="depths">Takes the number of blocks for the worker at the same place in <paramref name="workers"/>.</param>
    public void Match(ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> workers, Span<int> depths)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workers.Length, WorkersMax, nameof(workers));
        ArgumentOutOfRangeException.ThrowIfLessThan(depths.Length, workers.Length, nameof(depths));
        Span<int> places = stackalloc int[workers.Length];
        for (var place = 0; place < places.Length; place++)
        {
            places[place] = place;
        }

        _lock.EnterReadLock();
        try
        {
            new PrefixSearch(_blocks, keys, workers, depths).Run(places);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Whether a worker holds a block.</summary>
    public bool Holds(int worker, BlockKey key)
    {
        _lock.EnterReadLock();
        try
        {
            return _blocks.Holds(worker, key);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
