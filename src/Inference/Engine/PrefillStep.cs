using InferenceGateway.Inference.Execution;

namespace InferenceGateway.Inference.Engine;

/// <summary>What becomes of a sequence after one of its chunks.</summary>
internal enum PrefillOutcome
{
    /// <summary>More prompt is left.</summary>
    MoreToCompute,

    /// <summary>The prompt is done and the first token drawn; the sequence joins the batch.</summary>
    Decodes,

    /// <summary>The prompt is done for another worker; the slot is held until the rows are pushed.</summary>
    Held,

    /// <summary>The first token was the last.</summary>
    Ended,
}

/// <summary>Computes one chunk of one prompt.</summary>
internal sealed class PrefillStep(
    IModelExecutor executor, int chunkTokens, TokenDrawer drawer, IEngineObserver observer, TimeProvider time)
{
    public PrefillOutcome Run(Sequence sequence)
    {
        ReadOnlySpan<int> left = sequence.Uncached;
        ReadOnlySpan<int> chunk = left[..Math.Min(left.Length, chunkTokens)];
        Span<float> logits = Compute(sequence, chunk);
        bool last = chunk.Length == left.Length;
        sequence.Listener.RowsReady(sequence.Cached - chunk.Length, chunk.Length, last);
        if (!last)
        {
            return PrefillOutcome.MoreToCompute;
        }

        if (sequence.Kind == SequenceKind.Rows)
        {
            return PrefillOutcome.Held;
        }

        FinishReason? finish = TokenDrawer.Commit(sequence, drawer.Draw(sequence, logits));
        return sequence.Kind == SequenceKind.RowsAndToken ? PrefillOutcome.Held
            : finish is null ? PrefillOutcome.Decodes
            : PrefillOutcome.Ended;
    }

    private Span<float> Compute(Sequence sequence, ReadOnlySpan<int> chunk)
    {
        long start = time.GetTimestamp();
        int slot = sequence.Lease.Slot;
        bool first = sequence.Cached == 0;
        if (!first)
        {
            sequence.HeadRow.Restore(slot);
        }

        Span<float> logits = executor.Prefill(slot, sequence.Cached, chunk);
        if (first)
        {
            sequence.HeadRow.Save(slot);
        }

        sequence.Cached += chunk.Length;
        observer.PrefillStep(chunk.Length, time.GetElapsedTime(start));
        return logits;
    }
}
