namespace InferenceGateway.Replay.Measuring;

/// <summary>Counts values in classes 2 % wide, from a microsecond to days: percentiles of millions of values in a few kilobytes.</summary>
public sealed class LogHistogram
{
    private const double Least = 1e-6;
    private const double Width = 1.02;
    private const int Classes = 1400;

    private static readonly double LogWidth = Math.Log(Width);

    private readonly long[] _counts = new long[Classes];
    private double _sum;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their exact mean; 0 for none.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        int at = value <= Least ? 0 : (int)(Math.Log(value / Least) / LogWidth);
        _counts[Math.Clamp(at, 0, Classes - 1)]++;
        _sum += value;
        Count++;
    }

    /// <summary>The middle of the class below which that share of the values lies; 0 for none.</summary>
    public double Percentile(double share)
    {
        long rank = (long)Math.Ceiling(share * Count);
        for (int at = 0; at < Classes && rank > 0; at++)
        {
            rank -= _counts[at];
            if (rank <= 0)
            {
                return Least * Math.Pow(Width, at + 0.5);
            }
        }

        return 0;
    }
}
