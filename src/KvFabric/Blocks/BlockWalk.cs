namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// A copy of a tree's blocks, to be walked in stretches of consecutive blocks: every block comes after the one before it, and most come
/// right after it.
/// </summary>
internal sealed class BlockWalk(BlockNode[] nodes, int firstRoot)
{
    private readonly Stack<int> _branches = new();
    private int _at = BlockTrie.None;
    private bool _begun;

    /// <summary>Reads the next stretch.</summary>
    /// <param name="keys">Takes its keys; its length bounds the stretch.</param>
    /// <param name="parent">The block before the stretch; null if that begins a prompt.</param>
    /// <returns>How many keys were read; 0 at the end.</returns>
    public int Read(Span<BlockKey> keys, out BlockKey? parent)
    {
        int node = Take();
        parent = node == BlockTrie.None || nodes[node].Parent == BlockTrie.None ? null : nodes[nodes[node].Parent].Key;
        int count = 0;
        while (node != BlockTrie.None && count < keys.Length)
        {
            keys[count++] = nodes[node].Key;
            node = nodes[node].FirstChild;
            Branch(node);
        }

        _at = node;
        return count;
    }

    private int Take()
    {
        if (!_begun)
        {
            _begun = true;
            Branch(firstRoot);
            return firstRoot;
        }

        return _at != BlockTrie.None ? _at
            : _branches.TryPop(out int branch) ? Enter(branch)
            : BlockTrie.None;
    }

    private int Enter(int branch)
    {
        Branch(branch);
        return branch;
    }

    private void Branch(int node)
    {
        if (node != BlockTrie.None && nodes[node].Next != BlockTrie.None)
        {
            _branches.Push(nodes[node].Next);
        }
    }
}
