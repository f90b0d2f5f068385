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

    public bool Contains(int worker) => (_bits is null ? Few(worker) : Bit(_bits, worker)) != 0;

    /// <summary>Moves the places of those workers that are in the set to the front, and counts them.</summary>
    public int Part(ReadOnlySpan<int> workers, Span<int> places)
    {
        int inside = 0;
        ReadOnlySpan<ulong> bits = _bits;
        for (int at = 0; at < places.Length; at++)
        {
            // Without a branch on the answer, which nobody could foretell: who is not inside just changes places with another such one.
            int place = places[at];
            int worker = workers[place];
            places[at] = places[inside];
            places[inside] = place;
            inside += bits.IsEmpty ? Few(worker) : Bit(bits, worker);
        }

        return inside;
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

    private int Few(int worker) => _few.AsSpan().Contains(worker) ? 1 : 0;

    // Shifted, not divided: -1, which is nobody, must not land in the first word.
    private static int Bit(ReadOnlySpan<ulong> bits, int worker) =>
        (uint)(worker >> 6) < (uint)bits.Length ? (int)(bits[worker >> 6] >> (worker & (WordBits - 1))) & 1 : 0;

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
