using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Execution;
using InferenceGateway.Inference.Models;

namespace InferenceGateway.Inference.Engine;

/// <summary>
/// One decode Run over all sequences that have their prompt. The Run covers the contiguous range of slots from the lowest to the
/// highest that decodes; slots between that do not decode run as dummy rows (see <see cref="HeadRow"/>), and a free slot in the range is
/// filled by moving the highest sequence into it.
/// </summary>
internal sealed class DecodeStep(
    DecoderGraph graph, KvArena arena, SlotTable slots, TokenDrawer drawer, IEngineObserver observer, TimeProvider time) : IDisposable
{
    private readonly DecodeRun _run = new(graph, arena);
    private readonly Sequence?[] _bySlot = new Sequence?[arena.Slots];

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

        CloseGaps();
        long start = time.GetTimestamp();
        (int first, int end) = Range();
        int drawn = Count;
        try
        {
            RunRange(first, end, leave);
        }
        catch (Exception)
        {
            RunOneByOne(first, end, leave);
        }

        observer.DecodeStep(drawn, time.GetElapsedTime(start));
    }

    public void Dispose() => _run.Dispose();

    private void CloseGaps()
    {
        for (int highest = Range().End - 1; ; highest = Range().End - 1)
        {
            if (slots.TryLeaseBelow(highest) is not { } target)
            {
                return;
            }

            Sequence sequence = _bySlot[highest]!;
            arena.CopySlot(highest, target.Slot, sequence.Cached);
            slots.Move(sequence.Lease, target);
            _bySlot[target.Slot] = sequence;
            _bySlot[highest] = null;
        }
    }

    private (int First, int End) Range()
    {
        int first = Array.FindIndex(_bySlot, sequence => sequence is not null);
        int last = Array.FindLastIndex(_bySlot, sequence => sequence is not null);
        return (first, last + 1);
    }

    private void RunRange(int first, int end, Action<Sequence, Exception?> leave)
    {
        DecodeBinding binding = _run.Binding(first, end - first, LongestCached(first, end));
        for (int slot = first; slot < end; slot++)
        {
            Sequence? sequence = _bySlot[slot];
            binding.SetRow(slot - first, sequence?.Tokens[^1] ?? 0, sequence?.Cached ?? 0);
        }

        _run.Execute(binding);
        for (int slot = first; slot < end; slot++)
        {
            if (_bySlot[slot] is { } sequence)
            {
                Commit(sequence, binding.Logits(slot - first), leave);
            }
        }
    }

    /// <summary>A Run that throws does not say which row was at fault: run each alone, so that only the faulty one fails.</summary>
    private void RunOneByOne(int first, int end, Action<Sequence, Exception?> leave)
    {
        for (int slot = first; slot < end; slot++)
        {
            if (_bySlot[slot] is not { } sequence)
            {
                continue;
            }

            try
            {
                RunRange(slot, slot + 1, leave);
            }
            catch (Exception fault)
            {
                Remove(sequence);
                leave(sequence, fault);
            }
        }
    }

    private void Commit(Sequence sequence, Span<float> logits, Action<Sequence, Exception?> leave)
    {
        sequence.Cached++;
        try
        {
            if (drawer.Draw(sequence, logits) is null)
            {
                return;
            }

            Remove(sequence);
            leave(sequence, null);
        }
        catch (Exception fault)
        {
            // A fault in drawing is this request's alone; its neighbours' rows are good.
            Remove(sequence);
            leave(sequence, fault);
        }
    }

    private int LongestCached(int first, int end)
    {
        int longest = 0;
        for (int slot = first; slot < end; slot++)
        {
            longest = Math.Max(longest, _bySlot[slot]?.Cached ?? 0);
        }

        return longest;
    }
}
