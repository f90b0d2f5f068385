using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Scheduling.Approximate;

/// <summary>
/// Remembers which prompts went where, for engines that send no events. Two generations: decisions are entered into the young one, a
/// full young one becomes the old one, and the old one is dropped. So what was not asked for during a whole generation is forgotten,
/// in one step, as an engine's own cache forgets what is used least.
/// </summary>
public sealed class ApproximatePrefixes
{
    private readonly int _generationBlocks;
    private readonly Lock _gate = new();
    private volatile Generation _young;
    private volatile Generation _old;

    /// <summary>An empty memory.</summary>
    /// <param name="blocks">Most blocks it remembers, both generations together; at least 2.</param>
    public ApproximatePrefixes(int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 2);
        _generationBlocks = blocks / 2;
        _young = new Generation(_generationBlocks);
        _old = new Generation(_generationBlocks);
    }

    /// <summary>Blocks it remembers; those in both generations count twice.</summary>
    public int Blocks => _young.Index.Blocks + _old.Index.Blocks;

    /// <summary>Blocks entered for a worker and not forgotten, in both generations.</summary>
    public int BlocksOf(WorkerEndpoint worker) => _young.CountOf(worker.Load.Ordinal) + _old.CountOf(worker.Load.Ordinal);

    /// <summary>Finds how many consecutive first blocks each worker should hold. Allocates nothing.</summary>
    public void Match(ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths)
    {
        Span<int> numbers = stackalloc int[workers.Length];
        for (int i = 0; i < workers.Length; i++)
        {
            numbers[i] = workers[i].Load.Ordinal;
        }

        Span<int> old = stackalloc int[workers.Length];
        _young.Index.Match(keys, numbers, depths);
        _old.Index.Match(keys, numbers, old);
        for (int i = 0; i < old.Length; i++)
        {
            depths[i] = Math.Max(depths[i], old[i]);
        }
    }

    /// <summary>A prompt went to a worker.</summary>
    public void Remember(ReadOnlySpan<BlockKey> keys, WorkerEndpoint worker)
    {
        ReadOnlySpan<BlockKey> kept = keys[..Math.Min(keys.Length, _generationBlocks)];
        lock (_gate)
        {
            if (_young.Index.Blocks + kept.Length > _generationBlocks)
            {
                // The old one is not disposed: another thread may just be asking it, and its lock holds nothing but memory.
                _old = _young;
                _young = new Generation(_generationBlocks);
            }

            _young.Add(worker.Load.Ordinal, kept);
        }
    }

    /// <summary>A worker is gone.</summary>
    public void Forget(int ordinal)
    {
        lock (_gate)
        {
            _young.Clear(ordinal);
            _old.Clear(ordinal);
        }
    }

    private sealed class Generation(int blocksMax)
    {
        private int[] _counts = new int[16];

        public PrefixIndex Index { get; } = new(blocksMax);

        public int CountOf(int worker) => worker < _counts.Length ? _counts[worker] : 0;

        public void Add(int worker, ReadOnlySpan<BlockKey> keys)
        {
            if (worker >= _counts.Length)
            {
                Array.Resize(ref _counts, Math.Max(worker + 1, 2 * _counts.Length));
            }

            Span<int> depth = [0];
            Index.Match(keys, [worker], depth);
            Index.Add(worker, depth[0] == 0 ? null : keys[depth[0] - 1], keys[depth[0]..]);
            _counts[worker] += keys.Length - depth[0];
        }

        public void Clear(int worker)
        {
            Index.Clear(worker);
            if (worker < _counts.Length)
            {
                _counts[worker] = 0;
            }
        }
    }
}
