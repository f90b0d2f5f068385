namespace InferenceGateway.KvFabric.Fleet;

/// <summary>Doubling pauses between attempts, jittered so that many who failed together do not come back together.</summary>
internal struct Backoff(TimeSpan first, TimeSpan most)
{
    /// <summary>Failed attempts in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Counts a failure and says how long to wait.</summary>
    public TimeSpan Next()
    {
        var pause = first * Math.Pow(2, Math.Min(Failures++, 16));
        return (pause < most ? pause : most) * (0.75 + (0.25 * Random.Shared.NextDouble()));
    }

    public void Reset() => Failures = 0;
}
