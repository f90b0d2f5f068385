using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Prefixes;

/// <summary>What is known of one model's prefixes: blocks that workers hold, and prompts that are on their way to them.</summary>
internal sealed class ModelPrefixes(FleetOptions options, TimeProvider time) : IDisposable
{
    public PrefixIndex Index { get; } = new(options.BlocksMax);

    public Expectations Expected { get; } = new(options.Expectation, time);

    /// <summary>A worker left, or lost all it held.</summary>
    public void Clear(int worker)
    {
        Index.Clear(worker);
        Expected.Clear(worker);
    }

    public void Dispose()
    {
        Index.Dispose();
        Expected.Dispose();
    }
}
