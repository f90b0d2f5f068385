namespace InferenceGateway.Gateway.Scheduling.Pickers;

/// <summary>Looks at two candidates taken at random and takes the better: gateways with the same old view do not all choose the same one.</summary>
public sealed class PowerOfTwoPicker(RandomSource random) : IWorkerPicker
{
    /// <inheritdoc/>
    public string Name => "power-of-two";

    /// <inheritdoc/>
    public int Pick(ReadOnlySpan<double> totals, long turn)
    {
        int left = 0;
        foreach (double total in totals)
        {
            left += double.IsNaN(total) ? 0 : 1;
        }

        int first = random.Below(left);
        if (left == 1)
        {
            return WeightedRandomPicker.Nth(totals, first);
        }

        int second = random.Below(left - 1);
        second += second >= first ? 1 : 0;
        int one = WeightedRandomPicker.Nth(totals, first);
        int other = WeightedRandomPicker.Nth(totals, second);
        return totals[other] > totals[one] ? other : one;
    }
}
