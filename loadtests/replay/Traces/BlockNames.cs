using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Traces;

/// <summary>Makes block keys of the small numbers that traces have: keys are hashes everywhere else, and tables rely on it.</summary>
internal static class BlockNames
{
    /// <summary>The key of a block.</summary>
    /// <param name="group">Blocks of different groups are different.</param>
    /// <param name="number">The block's number in its group.</param>
    public static BlockKey Of(ulong group, ulong number) => new(Mixed(group ^ Mixed(number)), Mixed(number + Mixed(group)));

    // SplitMix64's finaliser: every bit of the number reaches every bit of the key.
    private static ulong Mixed(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
