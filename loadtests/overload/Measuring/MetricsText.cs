using System.Globalization;

namespace InferenceGateway.Overload.Measuring;

/// <summary>A page of metrics in Prometheus' text format.</summary>
public sealed class MetricsText
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    /// <summary>Reads a page.</summary>
    public MetricsText(string page)
    {
        foreach (string line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int blank = line.LastIndexOf(' ');
            if (line[0] != '#' && blank > 0 && double.TryParse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture, out double value))
            {
                _values[line[..blank]] = value;
            }
        }
    }

    /// <summary>A series' value, 0 if it is not there; the series is written as Prometheus writes it.</summary>
    public double this[string series] => _values.GetValueOrDefault(series);

    /// <summary>What was observed by a histogram between another page and this one.</summary>
    /// <param name="before">The earlier page.</param>
    /// <param name="name">The histogram's name.</param>
    /// <param name="labels">Its labels, as written, without braces.</param>
    public BucketCounts Observed(MetricsText before, string name, string labels)
    {
        string start = $"{name}_bucket{{{labels},le=\"";
        (double Bound, double Count)[] buckets =
        [
            .. from entry in _values
               where entry.Key.StartsWith(start, StringComparison.Ordinal)
               let text = entry.Key[start.Length..^2]
               let bound = text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture)
               orderby bound
               select (bound, entry.Value - before[entry.Key]),
        ];
        return new BucketCounts(buckets);
    }
}

/// <summary>A histogram's cumulative counts, by upper bound.</summary>
/// <param name="Buckets">From the lowest bound to infinity.</param>
public readonly record struct BucketCounts(IReadOnlyList<(double Bound, double Count)> Buckets)
{
    /// <summary>Everything observed.</summary>
    public double Count => Buckets.Count == 0 ? 0 : Buckets[^1].Count;

    /// <summary>The value below which that share lies, evenly spread within its bucket; null if nothing was observed.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="most">No value can be larger; the bucket that holds it ends there.</param>
    public double? Quantile(double share, double most)
    {
        double rank = share * Count;
        double lower = 0;
        double below = 0;
        foreach ((double bound, double count) in Buckets)
        {
            if (count > 0 && count >= rank)
            {
                double upper = Math.Max(lower, Math.Min(bound, most));
                return lower + ((upper - lower) * (rank - below) / Math.Max(1, count - below));
            }

            (lower, below) = (bound, count);
        }

        return null;
    }
}
