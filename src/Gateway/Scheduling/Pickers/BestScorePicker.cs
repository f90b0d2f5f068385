namespace InferenceGateway.Gateway.Scheduling.Pickers;

/// <summary>Takes the best score; among equals, any of them with the same chance, so that several gateways do not agree on one.</summary>
public sealed class BestScorePicker(RandomSource random) : IWorkerPicker
{
    /// <inheritdoc/>
    public string Name => "best-score";

    /// <inheritdoc/>
    public int Pick(ReadOnlySpan<double> totals, long turn)
    {
        int best = -1;
        double bestScore = double.NegativeInfinity;
        int equals = 0;
        for (int i = 0; i < totals.Length; i++)
        {
            // Nothing is larger than, or equal to, the mark of a chosen one.
            if (totals[i] > bestScore)
            {
                (best, bestScore, equals) = (i, totals[i], 1);
            }
            else if (totals[i] == bestScore && random.Below(++equals) == 0)
            {
                best = i;
            }
        }

        return best;
    }
}
