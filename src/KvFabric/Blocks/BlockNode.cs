namespace InferenceGateway.KvFabric.Blocks;

/// <summary>A block in a <see cref="BlockTrie"/>, linked by numbers; -1 is none.</summary>
internal struct BlockNode
{
    public BlockKey Key;
    public int Parent;
    public int FirstChild;
    public int Next;
    public int Previous;

    /// <summary>Who holds it; null while its place is free.</summary>
    public WorkerSet? Holders;
}
