namespace InferenceGateway.Gateway.Scheduling.Pickers;

/// <summary>Takes each candidate with a chance in proportion to its score; when all scores are 0, with the same chance.</summary>
public sealed class WeightedRandomPicker(RandomSource random) : IWorkerPicker
{
    /// <inheritdoc/>
    public string Name => "weighted-random";

    /// <inheritdoc/>
    public int Pick(ReadOnlySpan<double> totals, long turn)
    {
        double sum = 0;
        int left = 0;
        foreach (double total in totals)
        {
            if (!double.IsNaN(total))
            {
                sum += total;
                left++;
            }
        }

        return sum > 0 ? At(totals, random.Unit() * sum) : Nth(totals, random.Below(left));
    }

    private static int At(ReadOnlySpan<double> totals, double point)
    {
        int last = -1;
        for (int i = 0; i < totals.Length; i++)
        {
            if (totals[i] > 0)
            {
                last = i;
                point -= totals[i];
                if (point < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    internal static int Nth(ReadOnlySpan<double> totals, int n)
    {
        int i = 0;
        while (double.IsNaN(totals[i]) || n-- > 0)
        {
            i++;
        }

        return i;
    }
}
