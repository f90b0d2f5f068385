using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Execution;

namespace InferenceGateway.Inference.Engine;

/// <summary>
/// One token for every sequence that has its prompt. A step reserves the contiguous range of slots from the lowest to the
/// highest that decodes, runs the graph over it, samples every row, and commits what was sampled. Slots between that do not decode may lose their
/// row 0 (see <see cref="HeadRow"/>), and a free slot in the range is filled by moving the highest sequence into it.
/// </summary>
internal sealed class DecodeStep(
    IModelExecutor executor, KvArena arena, SlotTable slots, TokenDrawer drawer, IEngineObserver observer, TimeProvider time)
{
    private readonly Sequence?[] _bySlot = new Sequence?[arena.Slots];
    private readonly DecodeRow[] _rows = new DecodeRow[arena.Slots];
    private readonly DrawnToken[] _sampled = new DrawnToken[arena.Slots];

    /// <summary>How many sequences decode.</summary>
    public int Count { get; private set; }

    /// <summary>All sequences that decode.</summary>
    public IEnumerable<Sequence> Sequences => _bySlot.OfType<Sequence>();

    public void Join(Sequence sequence)
    {
        sequence.HeadRow.Restore(sequence.Lease.Slot);
        _bySlot[sequence.Lease.Slot] = sequence;
        Count++;
    }

    /// <summary>Takes a sequence out; false if it does not decode.</summary>
    public bool Remove(Sequence sequence)
    {
        if (_bySlot[sequence.Lease.Slot] != sequence)
        {
            return false;
        }

        _bySlot[sequence.Lease.Slot] = null;
        Count--;
        return true;
    }

    /// <summary>Draws one token for every sequence.</summary>
    /// <param name="leave">Called for each that ended, with the fault if it failed.</param>
    public void Run(Action<Sequence, Exception?> leave)
    {
        if (Count == 0)
        {
            return;
        }

        int drawn = Count;
        (int first, int end) = Reserve();
        long start = time.GetTimestamp();
        try
        {
            Compute(first, end);
            Finish(first, end, leave);
        }
        catch (Exception)
        {
            ComputeOneByOne(first, end, leave);
        }

        observer.DecodeStep(drawn, time.GetElapsedTime(start));
    }

    /// <summary>Closes gaps, and gives out the range of slots that this step runs over.</summary>
    private (int First, int End) Reserve()
    {
        (int first, int end) = Range();
        while (slots.TryLeaseBelow(end - 1) is { } target)
        {
            Sequence sequence = _bySlot[end - 1]!;
            arena.CopySlot(end - 1, target.Slot, sequence.Cached);
            slots.Move(sequence.Lease, target);
            _bySlot[target.Slot] = sequence;
            _bySlot[end - 1] = null;
            (first, end) = Range();
        }

        return (first, end);
    }

    private (int First, int End) Range()
    {
        int first = Array.FindIndex(_bySlot, sequence => sequence is not null);
        int last = Array.FindLastIndex(_bySlot, sequence => sequence is not null);
        return (first, last + 1);
    }

    private void Compute(int first, int end)
    {
        Span<DecodeRow> rows = _rows.AsSpan(0, end - first);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = _bySlot[first + row] is { } sequence ? new DecodeRow(sequence.Tokens[^1], sequence.Cached) : DecodeRow.Idle;
        }

        executor.Decode(first, rows);
    }

    /// <summary>Samples every row, then commits: what a reader hears of comes after all that needs the graph's output.</summary>
    private void Finish(int first, int end, Action<Sequence, Exception?> leave)
    {
        for (int slot = first; slot < end; slot++)
        {
            if (_bySlot[slot] is { } sequence)
            {
                Sample(sequence, slot, executor.Logits(slot - first), leave);
            }
        }

        for (int slot = first; slot < end; slot++)
        {
            if (_bySlot[slot] is { } sequence)
            {
                Commit(sequence, _sampled[slot], leave);
            }
        }
    }

    /// <summary>A fault in drawing is this request's alone; its neighbours' rows are good.</summary>
    private void Sample(Sequence sequence, int slot, Span<float> logits, Action<Sequence, Exception?> leave)
    {
        try
        {
            sequence.Cached++;
            _sampled[slot] = drawer.Draw(sequence, logits);
        }
        catch (Exception fault)
        {
            Remove(sequence);
            leave(sequence, fault);
        }
    }

    private void Commit(Sequence sequence, DrawnToken drawn, Action<Sequence, Exception?> leave)
    {
        Exception? fault = null;
        try
        {
            if (TokenDrawer.Commit(sequence, drawn) is null)
            {
                return;
            }
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }

        Remove(sequence);
        leave(sequence, fault);
    }

    /// <summary>A Run that throws does not say which row was at fault: run each alone, so that only the faulty one fails.</summary>
    private void ComputeOneByOne(int first, int end, Action<Sequence, Exception?> leave)
    {
        for (int slot = first; slot < end; slot++)
        {
            if (_bySlot[slot] is not { } sequence)
            {
                continue;
            }

            try
            {
                Compute(slot, slot + 1);
                Finish(slot, slot + 1, leave);
            }
            catch (Exception fault)
            {
                Remove(sequence);
                leave(sequence, fault);
            }
        }
    }
}
