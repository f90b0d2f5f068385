using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Inference.PrefixCache;

/// <summary>One block in the store and what is known of it. <see cref="BlockStore"/> guards all that changes.</summary>
internal sealed class CachedBlock
{
    private readonly int[] _tokens;

    public CachedBlock(BlockKey key, CachedBlock? parent, ReadOnlySpan<int> tokens, int index, long stored)
    {
        Key = key;
        Parent = parent;
        Index = index;
        Stored = stored;
        Used = stored;
        Place = new LinkedListNode<CachedBlock>(this);
        _tokens = tokens.ToArray();
    }

    public BlockKey Key { get; }

    /// <summary>The block before it; null for the first of a prompt. It stays in the store as long as this one does.</summary>
    public CachedBlock? Parent { get; }

    /// <summary>Where its bytes are.</summary>
    public int Index { get; }

    /// <summary>Timestamp of its storing.</summary>
    public long Stored { get; }

    /// <summary>Timestamp of its last use.</summary>
    public long Used { get; set; }

    /// <summary>How many hold it; nobody evicts it while there are any.</summary>
    public int Pins { get; set; }

    /// <summary>Its place in the order of eviction while nobody holds it.</summary>
    public LinkedListNode<CachedBlock> Place { get; }

    /// <summary>Whether it is what its key claims. Keys are hashes, and rows under a wrong one would be another prompt's.</summary>
    public bool Continues(CachedBlock? parent, ReadOnlySpan<int> tokens) => Parent == parent && tokens.SequenceEqual(_tokens);
}
