namespace InferenceGateway.Inference.Sampling;

/// <summary>
/// A counter-based generator: number i of a seed is a function of both and of nothing else. So a generation's random state is its
/// seed and its length, and any worker can go on with it. The mixing is SplitMix64's finaliser, applied to seed and counter in turn.
/// </summary>
internal static class CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public static double Uniform(ulong seed, int index)
    {
        ulong mixed = Mix(Mix(seed + Golden) ^ (Golden * (ulong)(uint)(index + 1)));
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
