namespace InferenceGateway.Gateway.Scheduling.Pickers;

/// <summary>Takes the best score; among equals, any of them with the same chance, so that several gateways do not agree on one.</summary>
public sealed class BestScorePicker(RandomSource random) : IWorkerPicker
{
    /// <inheritdoc/>
    public string Name => "best-score";

    /// <inheritdoc/>
    public int Pick(ReadOnlySpan<double> totals, long turn)
    {
        // Comparisons with the mark of a chosen one are false.
        double best = double.NegativeInfinity;
        foreach (double total in totals)
        {
            best = total > best ? total : best;
        }

        int equals = totals.Count(best);
        int at = totals.IndexOf(best);
        for (int skip = equals > 1 ? random.Below(equals) : 0; skip > 0; skip--)
        {
            at += 1 + totals[(at + 1)..].IndexOf(best);
        }

        return at;
    }
}
