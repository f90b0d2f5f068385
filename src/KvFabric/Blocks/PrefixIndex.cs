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
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Stack<int> _free = new();
    private long _refused;

    /// <summary>Blocks held by anyone.</summary>
    public int Blocks => Reading(blocks => blocks.Count);

    /// <summary>Blocks that were not entered: no room, or the worker does not hold the block before.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>The number under which <see cref="Match"/> speaks of a worker; a new one if it has none yet.</summary>
    /// <returns>0 to <see cref="WorkersMax"/> - 1; -1 if there are too many workers.</returns>
    public int NumberOf(string workerId)
    {
        _lock.EnterWriteLock();
        try
        {
            if (_numbers.TryGetValue(workerId, out var number))
            {
                return number;
            }

            if (!_free.TryPop(out number))
            {
                number = _numbers.Count;
            }

            if (number >= WorkersMax)
            {
                return -1;
            }

            _numbers.Add(workerId, number);
            return number;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>A worker has computed or fetched consecutive blocks.</summary>
    /// <param name="worker">Its number.</param>
    /// <param name="parent">The block before the first of them; null if that is the first of a prompt.</param>
    /// <param name="keys">The blocks in order.</param>
    public void Add(int worker, BlockKey? parent, ReadOnlySpan<BlockKey> keys)
    {
        _lock.EnterWriteLock();
        try
        {
            for (var at = 0; at < keys.Length; at++)
            {
                if (!_blocks.Add(worker, parent, keys[at]))
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

    /// <summary>A worker is gone; its number may be given to another one.</summary>
    public void Forget(string workerId)
    {
        _lock.EnterWriteLock();
        try
        {
            if (_numbers.Remove(workerId, out var number))
            {
                _blocks.RemoveAll(number);
                _free.Push(number);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Finds how many consecutive first blocks of a prompt each worker holds. Allocates nothing.</summary>
    /// <param name="keys">The prompt's block keys.</param>
    /// <param name="workers">Numbers of the workers asked about.</param>
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
            Split(keys, 0, keys.Length, BlockTrie.None, workers, places, depths);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// The workers at these places hold at least <paramref name="from"/> and at most <paramref name="to"/> blocks. Because the sets of
    /// workers only shrink along a prompt, one look at the block in the middle parts them into those below and those above.
    /// </summary>
    private void Split(
        ReadOnlySpan<BlockKey> keys, int from, int to, int fromNode, ReadOnlySpan<int> workers, Span<int> places, Span<int> depths)
    {
        while (places.Length > 0)
        {
            if (from == to)
            {
                foreach (var place in places)
                {
                    depths[place] = from;
                }

                return;
            }

            var middle = from + ((to - from + 1) / 2);
            var guess = fromNode == BlockTrie.None ? BlockTrie.None : fromNode + (middle - from);
            var node = _blocks.Find(keys[middle - 1], guess);
            var above = Part(node, workers, places);
            Split(keys, middle, to, node, workers, places[..above], depths);
            places = places[above..];
            to = middle - 1;
        }
    }

    /// <summary>Moves the places of the workers that hold the block to the front, and counts them.</summary>
    private int Part(int node, ReadOnlySpan<int> workers, Span<int> places)
    {
        if (node == BlockTrie.None)
        {
            return 0;
        }

        ref readonly var holders = ref _blocks.Workers(node);
        var above = 0;
        for (var at = 0; at < places.Length; at++)
        {
            if (holders.Contains(workers[places[at]]))
            {
                (places[above], places[at]) = (places[at], places[above]);
                above++;
            }
        }

        return above;
    }

    private T Reading<T>(Func<BlockTrie, T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read(_blocks);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }
}
