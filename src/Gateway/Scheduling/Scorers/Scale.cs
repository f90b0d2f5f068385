namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Makes scores of figures.</summary>
internal static class Scale
{
    /// <summary>Turns figures in place into (max - x) / (max - min); all 1 when all are equal.</summary>
    public static void LowIsBest(Span<double> figures)
    {
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        foreach (double figure in figures)
        {
            min = Math.Min(min, figure);
            max = Math.Max(max, figure);
        }

        double range = max - min;
        for (int i = 0; i < figures.Length; i++)
        {
            figures[i] = range > 0 ? (max - figures[i]) / range : 1;
        }
    }

    /// <summary>0.5 where a time just meets its goal, rising to 1 at no time at all, falling towards 0 beyond the goal.</summary>
    public static double Headroom(double seconds, double goal) =>
        seconds <= goal ? 1 - (0.5 * seconds / goal) : 0.5 * goal / seconds;
}
