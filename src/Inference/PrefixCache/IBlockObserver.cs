using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>
/// What a host learns of a store's blocks. Called under the store's lock, so in the order of the changes' numbers: return at once, and
/// call nothing of the store.
/// </summary>
public interface IBlockObserver
{
    /// <summary>A block was stored.</summary>
    void Stored(BlockChange change);

    /// <summary>A block was evicted.</summary>
    /// <param name="change">Which.</param>
    /// <param name="lifetime">Time since it was stored.</param>
    /// <param name="idle">Time since it was last used.</param>
    void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle);

    /// <summary>A block was found by somebody.</summary>
    /// <param name="gap">Time since its use before that.</param>
    void Reused(TimeSpan gap);
}

/// <summary>A block has come or gone.</summary>
/// <param name="Number">1, 2, 3 and so on through the life of a store.</param>
/// <param name="Key">The block.</param>
/// <param name="Parent">The block before it; null for the first of a prompt.</param>
public readonly record struct BlockChange(long Number, BlockKey Key, BlockKey? Parent);

/// <summary>How many blocks are in which state; every block is in exactly one.</summary>
/// <param name="Free">Hold nothing.</param>
/// <param name="Cached">Stored, and could be evicted.</param>
/// <param name="Pinned">Being read or filled.</param>
public readonly record struct BlockCounts(int Free, int Cached, int Pinned);
