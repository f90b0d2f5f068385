using System.Runtime.CompilerServices;

namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// All known blocks as a tree: a block hangs under the one before it and knows which workers hold it. A worker is entered at a block
/// only if it is entered at all blocks before that one, so along a prompt the sets of workers only shrink. Not thread-safe.
/// </summary>
internal sealed class BlockTrie(int blocksMax)
{
    /// <summary>No block.</summary>
    public const int None = -1;

    private readonly KeyTable _byKey = new();
    private readonly Stack<int> _free = new();
    private readonly List<int> _affected = [];
    private readonly HolderChanges _changes = new();
    private BlockNode[] _nodes = new BlockNode[256];
    private int _used;
    private int _firstRoot = None;

    /// <summary>Blocks held by anyone.</summary>
    public int Count => _byKey.Count;

    /// <summary>The block of that key, or <see cref="None"/>.</summary>
    public int Find(BlockKey key) => _byKey.Find(key, _nodes);

    /// <summary>
    /// The same with a guess where it is. Blocks that came one after the other lie one after the other, so the guess spares most
    /// look-ups of a long prompt their way through the hash table.
    /// </summary>
    public int Find(BlockKey key, int guess)
        => (uint)guess < (uint)_used && _nodes[guess].Key == key && _nodes[guess].Holders is not null ? guess : Find(key);

    /// <summary>The workers that hold a block and all before it.</summary>
    public WorkerSet Holders(int node) => _nodes[node].Holders!;

    /// <summary>Whether a worker is entered at a block.</summary>
    public bool Holds(int worker, BlockKey key) => Find(key) is var node && node != None && Holders(node).Contains(worker);

    /// <summary>Enters a worker at a block.</summary>
    /// <param name="worker">The worker's number.</param>
    /// <param name="parent">The block before it, which the worker must be entered at; null for a first block.</param>
    /// <param name="key">The block.</param>
    public TrieAnswer Add(int worker, BlockKey? parent, BlockKey key)
    {
        int parentNode = parent is { } before ? Find(before) : None;
        if (parent is not null && (parentNode == None || !Holders(parentNode).Contains(worker)))
        {
            return TrieAnswer.Refused;
        }

        int node = Find(key);
        if (node == None)
        {
            return Count < blocksMax ? Enter(worker, Link(parentNode, key)) : TrieAnswer.Refused;
        }

        // A key fixes all before it: whoever says otherwise is mistaken.
        return _nodes[node].Parent != parentNode ? TrieAnswer.Refused
            : Holders(node).Contains(worker) ? TrieAnswer.Unchanged
            : Enter(worker, node);
    }

    /// <summary>Takes a worker out of a block and of all that follow it. Returns how many blocks that were.</summary>
    public int Remove(int worker, BlockKey key) => RemoveFrom(worker, Find(key), alone: true);

    /// <summary>Takes a worker out of everything.</summary>
    public void RemoveAll(int worker) => RemoveFrom(worker, _firstRoot, alone: false);

    /// <summary>A copy whose blocks can be walked, in the time of a memory copy. It finds no keys and is not to be changed.</summary>
    public BlockWalk Walk() => new(_nodes.AsSpan(0, _used).ToArray(), _firstRoot);

    private TrieAnswer Enter(int worker, int node)
    {
        ref var holders = ref _nodes[node].Holders;
        holders = _changes.With(holders, worker);
        return TrieAnswer.Added;
    }

    private int RemoveFrom(int worker, int start, bool alone)
    {
        for (int node = start; node != None; node = alone ? None : _nodes[node].Next)
        {
            TakeOut(worker, node);
        }

        // The list grows while it is walked: a block's followers come after it.
        for (int at = 0; at < _affected.Count; at++)
        {
            for (int child = _nodes[_affected[at]].FirstChild; child != None; child = _nodes[child].Next)
            {
                TakeOut(worker, child);
            }
        }

        // Backwards, so that followers go first. A block without workers has no follower with any.
        for (int at = _affected.Count - 1; at >= 0; at--)
        {
            if (_nodes[_affected[at]].Holders is null)
            {
                Unlink(_affected[at]);
            }
        }

        int removed = _affected.Count;
        _affected.Clear();
        return removed;
    }

    private void TakeOut(int worker, int node)
    {
        ref var holders = ref _nodes[node].Holders;
        if (holders is not null && holders.Contains(worker))
        {
            holders = _changes.Without(holders, worker);
            _affected.Add(node);
        }
    }

    private int Link(int parent, BlockKey key)
    {
        if (!_free.TryPop(out int node))
        {
            node = _used++;
            if (node == _nodes.Length)
            {
                Array.Resize(ref _nodes, 2 * _nodes.Length);
            }
        }

        ref int first = ref FirstChildOf(parent);
        _nodes[node] = new BlockNode { Key = key, Parent = parent, FirstChild = None, Next = first, Previous = None };
        if (first != None)
        {
            _nodes[first].Previous = node;
        }

        first = node;
        _byKey.Add(node, _nodes);
        return node;
    }

    private void Unlink(int node)
    {
        var (parent, next, previous) = (_nodes[node].Parent, _nodes[node].Next, _nodes[node].Previous);
        if (previous == None)
        {
            FirstChildOf(parent) = next;
        }
        else
        {
            _nodes[previous].Next = next;
        }

        if (next != None)
        {
            _nodes[next].Previous = previous;
        }

        _byKey.Remove(_nodes[node].Key, _nodes);
        _nodes[node] = default;
        _free.Push(node);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref int FirstChildOf(int parent) => ref parent == None ? ref _firstRoot : ref _nodes[parent].FirstChild;
}

/// <summary>What became of an entry.</summary>
internal enum TrieAnswer
{
    /// <summary>The worker does not hold the block before, the block hangs elsewhere, or there is no room.</summary>
    Refused,

    /// <summary>It was there already.</summary>
    Unchanged,

    /// <summary>It is there now.</summary>
    Added,
}
