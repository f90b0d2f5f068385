namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// One look-up: how many consecutive first blocks of a prompt each of some workers holds. Because the sets of workers only shrink along
/// a prompt, one look at a block in the middle parts them into those that end below it and those that go on; and where two blocks share
/// one set, nobody ends between them.
/// </summary>
internal readonly ref struct PrefixSearch(BlockTrie blocks, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> workers, Span<int> depths)
{
    private readonly ReadOnlySpan<BlockKey> _keys = keys;
    private readonly ReadOnlySpan<int> _workers = workers;
    private readonly Span<int> _depths = depths;

    /// <summary>Finds the depths of the workers at these places; their order is lost.</summary>
    public void Run(Span<int> places)
    {
        int known = Known(out int deepest);
        var holders = known == 0 ? null : blocks.Holders(deepest);
        int all = holders?.Part(_workers, places) ?? 0;
        Assign(places[..all], known);
        Split(0, Math.Max(0, known - 1), deepest - known, null, holders, places[all..]);
    }

    /// <summary>
    /// These workers hold at least <paramref name="from"/> and at most <paramref name="to"/> blocks: all of them are in
    /// <paramref name="below"/>, the set of block <paramref name="from"/>, and none in <paramref name="above"/>, the set of the
    /// block after <paramref name="to"/>.
    /// </summary>
    /// <param name="from">Blocks that all of them hold.</param>
    /// <param name="to">Most blocks that one of them holds.</param>
    /// <param name="origin">Where the block before the first would lie if all lay in one row; only a guess.</param>
    /// <param name="below">Null at the beginning of the prompt.</param>
    /// <param name="above">Null behind the last known block.</param>
    /// <param name="places">The workers' places.</param>
    private void Split(int from, int to, int origin, WorkerSet? below, WorkerSet? above, Span<int> places)
    {
        while (places.Length > 0 && from < to)
        {
            int middle = from + ((to - from + 1) / 2);
            int node = blocks.Find(_keys[middle - 1], origin + middle);
            // None only if a worker hung a block under a wrong one.
            var holders = node == BlockTrie.None ? null : blocks.Holders(node);
            origin = node == BlockTrie.None ? origin : node - middle;
            if (holders is not null && holders == below)
            {
                from = middle;
                continue;
            }

            int on = holders is null || holders == above ? 0 : holders.Part(_workers, places);
            Split(middle, to, origin, holders, above, places[..on]);
            places = places[on..];
            (to, above) = (middle - 1, holders);
        }

        Assign(places, from);
    }

    /// <summary>How many first blocks of the prompt anybody holds, and the last of them.</summary>
    private int Known(out int deepest)
    {
        int known = 0;
        int to = _keys.Length;
        deepest = BlockTrie.None;
        while (known < to)
        {
            int middle = known + ((to - known + 1) / 2);
            int guess = deepest == BlockTrie.None ? BlockTrie.None : deepest + (middle - known);
            int node = blocks.Find(_keys[middle - 1], guess);
            (known, deepest, to) = node == BlockTrie.None ? (known, deepest, middle - 1) : (middle, node, to);
        }

        return known;
    }

    private void Assign(ReadOnlySpan<int> places, int depth)
    {
        foreach (int place in places)
        {
            _depths[place] = depth;
        }
    }
}
