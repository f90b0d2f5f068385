using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Tests.Fleet;

internal static class Prompts
{
    /// <summary>Keys of a prompt that differs from all others from its first block.</summary>
    public static BlockKey[] Keys(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new BlockKey((ulong)random.NextInt64(), (ulong)random.NextInt64()))];
    }
}
