namespace InferenceGateway.Replay.Measuring;

/// <summary>Mean and percentiles of some seconds.</summary>
public sealed record Spread(double Mean, double P50, double P90, double P99)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        double At(double share) => sorted.Length == 0 ? 0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return new Spread(sorted.Length == 0 ? 0 : sorted.Average(), At(0.5), At(0.9), At(0.99));
    }

    public static Spread Of(LogHistogram values) => new(values.Mean, values.Percentile(0.5), values.Percentile(0.9), values.Percentile(0.99));
}

/// <summary>One replay in figures.</summary>
public sealed record RunReport
{
    /// <summary>What distinguishes it from the other runs of a comparison.</summary>
    public required string Name { get; init; }

    public required int Requests { get; init; }

    public required int Finished { get; init; }

    /// <summary>Seconds to the first token, of all requests that got one.</summary>
    public required Spread FirstToken { get; init; }

    /// <summary>Seconds between two tokens, of all tokens.</summary>
    public required Spread BetweenTokens { get; init; }

    /// <summary>Requests per second that kept the SLO.</summary>
    public required double Goodput { get; init; }

    /// <summary>Share of all requests that kept the SLO.</summary>
    public required double Kept { get; init; }

    /// <summary>Prompt tokens found in caches, by all prompt tokens.</summary>
    public required double HitRate { get; init; }

    /// <summary>What one cache of the same room would find; null if the room is not known.</summary>
    public double? IdealHitRate { get; init; }

    /// <summary>Busy time of the busiest worker by the mean; against a server, its requests; null if nobody says.</summary>
    public double? BusiestByMean { get; init; }

    /// <summary>Mean share of time in which workers computed; null against a server.</summary>
    public double? Busy { get; init; }

    /// <summary>Mean real microseconds of one decision on this machine; null against a server.</summary>
    public double? DecisionMicroseconds { get; init; }

    /// <summary>Real seconds the run took.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Seconds from the first arrival to the last token.</summary>
    public required double Seconds { get; init; }

    /// <summary>Hits by those of one cache of the same room; null if that would find nothing or is not known.</summary>
    public double? HitsByIdeal => IdealHitRate > 0 ? HitRate / IdealHitRate : null;

    /// <summary>The part that records alone tell.</summary>
    public static RunReport Of(string name, IReadOnlyCollection<RequestRecord> records, LogHistogram gaps, Slo slo, double seconds, double wallSeconds)
    {
        int kept = records.Count(slo.IsKeptBy);
        return new RunReport
        {
            Name = name,
            Requests = records.Count,
            Finished = records.Count(record => record.Finished),
            FirstToken = Spread.Of(records.Select(record => record.FirstToken)),
            BetweenTokens = Spread.Of(gaps),
            Goodput = kept / seconds,
            Kept = (double)kept / records.Count,
            HitRate = (double)records.Sum(record => (long)record.CachedTokens) / records.Sum(record => (long)record.Request.PromptTokens),
            Seconds = seconds,
            WallSeconds = wallSeconds,
        };
    }
}
