using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Blocks;

/// <summary>Told what a simulated cache holds, in the order in which it changes.</summary>
public interface IBlockListener
{
    /// <summary>Consecutive blocks can be reused from now on.</summary>
    /// <param name="parent">The block before the first of them; null if that is the first of a prompt.</param>
    /// <param name="keys">The blocks in order; valid during the call only.</param>
    void Stored(BlockKey? parent, ReadOnlySpan<BlockKey> keys);

    /// <summary>A block was evicted; nothing that follows it is held any more.</summary>
    void Removed(BlockKey key);

    /// <summary>Everything is lost.</summary>
    void Cleared();
}
