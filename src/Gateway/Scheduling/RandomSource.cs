namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Random numbers for many threads, repeatable by seed when one thread asks: a Weyl sequence put through SplitMix64's mixer.</summary>
/// <param name="seed">Equal seeds give equal numbers.</param>
public sealed class RandomSource(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A number from 0 up to but not including <paramref name="bound"/>, which is at least 1.</summary>
    public int Below(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        ulong z = Interlocked.Add(ref _state, Step);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
