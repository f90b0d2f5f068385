using System.Numerics;

namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// Workers that hold a block, by number. Immutable, so that all blocks of a stretch that the same workers hold share one: a few numbers in
/// a row, many as a bit each.
/// </summary>
internal sealed class WorkerSet
{
    private const int FewMax = 4;
    private const int WordBits = 64;

    private readonly int[] _few;
    private readonly ulong[]? _bits;

    /// <summary>One worker.</summary>
    public WorkerSet(int worker)
        : this([worker], null, 1)
    {
    }

    private WorkerSet(int[] few, ulong[]? bits, int count)
    {
        (_few, _bits, Count) = (few, bits, count);
    }

    /// <summary>How many workers are in the set; at least one.</summary>
    public int Count { get; }

    public bool Contains(int worker)
    {
        if (_bits is not { } bits)
        {
            return _few.AsSpan().Contains(worker);
        }

        // Shifted, not divided: -1, which is nobody, must not land in the first word.
        int word = worker >> 6;
        return (uint)word < (uint)bits.Length && (bits[word] >> (worker & (WordBits - 1)) & 1) != 0;
    }

    /// <summary>The same with one more worker, which is not in it.</summary>
    public WorkerSet With(int worker)
    {
        if (Count < FewMax)
        {
            return new WorkerSet([.. _few, worker], null, Count + 1);
        }

        var bits = Bits(worker);
        Set(bits, worker);
        return new WorkerSet([], bits, Count + 1);
    }

    /// <summary>The same without a worker that is in it; null if it was the only one.</summary>
    public WorkerSet? Without(int worker)
    {
        if (Count == 1)
        {
            return null;
        }

        if (_bits is null)
        {
            return new WorkerSet([.. _few.Where(other => other != worker)], null, Count - 1);
        }

        var bits = (ulong[])_bits.Clone();
        bits[worker / WordBits] &= ~(1UL << (worker % WordBits));
        return Count - 1 > FewMax ? new WorkerSet([], bits, Count - 1) : new WorkerSet(Numbers(bits), null, Count - 1);
    }

    private ulong[] Bits(int largest)
    {
        int words = (Math.Max(largest, _few.Length == 0 ? 0 : _few.Max()) / WordBits) + 1;
        var bits = new ulong[Math.Max(words, _bits?.Length ?? 0)];
        _bits?.CopyTo(bits, 0);
        foreach (int worker in _few)
        {
            Set(bits, worker);
        }

        return bits;
    }

    private static void Set(ulong[] bits, int worker) => bits[worker / WordBits] |= 1UL << (worker % WordBits);

    private static int[] Numbers(ulong[] bits)
    {
        var numbers = new List<int>(FewMax);
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
            {
                numbers.Add((word * WordBits) + BitOperations.TrailingZeroCount(left));
            }
        }

        return [.. numbers];
    }
}
