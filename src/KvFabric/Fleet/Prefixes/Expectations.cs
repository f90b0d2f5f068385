using System.Buffers;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Prefixes;

/// <summary>
/// Prompts that were sent to workers a moment ago and that no event has confirmed yet, per worker. They are not entered into the index: an
/// expectation that fails would have to be taken out again, block by block. Thread-safe.
/// </summary>
internal sealed class Expectations(TimeSpan life, TimeProvider time) : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new();
    private readonly Queue<Expectation> _byAge = new();
    private List<Expectation>?[] _byWorker = [];
    private volatile int _blocks;

    /// <summary>Blocks of all expectations.</summary>
    public int Blocks => _blocks;

    public void Add(int worker, ReadOnlySpan<BlockKey> keys)
    {
        if (keys.Length is 0 or > Limits.PromptBlocksMax || (uint)worker >= Limits.WorkersMax)
        {
            return;
        }

        _lock.EnterWriteLock();
        try
        {
            DropOld(Limits.ExpectedBlocksMax - keys.Length);
            var expectation = new Expectation(worker, keys, time.GetTimestamp());
            ListOf(worker).Add(expectation);
            _byAge.Enqueue(expectation);
            _blocks += keys.Length;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Raises the depths of workers that are expected to hold more of a prompt than they are known to.</summary>
    public void Raise(ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> workers, Span<int> depths)
    {
        if (_blocks == 0)
        {
            return;
        }

        long now = time.GetTimestamp();
        _lock.EnterReadLock();
        try
        {
            var byWorker = _byWorker;
            for (int place = 0; place < workers.Length; place++)
            {
                int worker = workers[place];
                if ((uint)worker < (uint)byWorker.Length && byWorker[worker] is { Count: > 0 } expected)
                {
                    depths[place] = Deepest(expected, keys, depths[place], now);
                }
            }
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Drops what the index knows by now.</summary>
    public void Confirm(int worker, PrefixIndex index)
    {
        if (_blocks > 0)
        {
            Drop(worker, expectation => index.Holds(worker, expectation.Last));
        }
    }

    /// <summary>Drops all that is expected of a worker.</summary>
    public void Clear(int worker) => Drop(worker, _ => true);

    public void Dispose() => _lock.Dispose();

    private int Deepest(List<Expectation> expected, ReadOnlySpan<BlockKey> keys, int depth, long now)
    {
        foreach (var expectation in expected)
        {
            if (time.GetElapsedTime(expectation.Since, now) < life)
            {
                depth = expectation.Extend(keys, depth);
            }
        }

        return depth;
    }

    private void Drop(int worker, Predicate<Expectation> which)
    {
        _lock.EnterWriteLock();
        try
        {
            if ((uint)worker < (uint)_byWorker.Length && _byWorker[worker] is { Count: > 0 } expected)
            {
                expected.RemoveAll(expectation => which(expectation) && Release(expectation));
            }

            DropOld(Limits.ExpectedBlocksMax);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    // The oldest are first, since all live equally long. Those dropped before their time are still in the row.
    private void DropOld(int blocksMax)
    {
        while (_byAge.TryPeek(out var oldest) && (oldest.IsEmpty || _blocks > blocksMax || time.GetElapsedTime(oldest.Since) >= life))
        {
            _byAge.Dequeue();
            if (!oldest.IsEmpty)
            {
                _byWorker[oldest.Worker]!.Remove(oldest);
                Release(oldest);
            }
        }
    }

    private bool Release(Expectation expectation)
    {
        _blocks -= expectation.Release();
        return true;
    }

    private List<Expectation> ListOf(int worker)
    {
        if (worker >= _byWorker.Length)
        {
            Array.Resize(ref _byWorker, Math.Min(Limits.WorkersMax, Math.Max(worker + 1, 2 * _byWorker.Length)));
        }

        return _byWorker[worker] ??= [];
    }

    /// <summary>One prompt sent to one worker. Its keys lie in a rented array, so it is only touched under the lock.</summary>
    private sealed class Expectation
    {
        private BlockKey[] _keys;
        private int _count;

        public Expectation(int worker, ReadOnlySpan<BlockKey> keys, long since)
        {
            (Worker, Since, _count) = (worker, since, keys.Length);
            _keys = ArrayPool<BlockKey>.Shared.Rent(keys.Length);
            keys.CopyTo(_keys);
        }

        public int Worker { get; }

        public long Since { get; }

        public bool IsEmpty => _count == 0;

        public BlockKey Last => _keys[_count - 1];

        /// <summary>How many first keys are the same, if more than <paramref name="depth"/>; equal keys have equal ones before them.</summary>
        public int Extend(ReadOnlySpan<BlockKey> keys, int depth)
        {
            int most = Math.Min(_count, keys.Length);
            while (depth < most)
            {
                int middle = depth + ((most - depth + 1) / 2);
                if (_keys[middle - 1] == keys[middle - 1])
                {
                    depth = middle;
                }
                else
                {
                    most = middle - 1;
                }
            }

            return depth;
        }

        public int Release()
        {
            int count = _count;
            ArrayPool<BlockKey>.Shared.Return(_keys);
            (_keys, _count) = ([], 0);
            return count;
        }
    }
}
