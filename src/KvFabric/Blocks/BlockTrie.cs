namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// All known blocks as a tree: a block hangs under the one before it and knows which workers hold it. A worker is entered at a block
/// only if it is entered at all blocks before that one, so along a prompt the sets of workers only shrink. Not thread-safe.
/// </summary>
internal sealed class BlockTrie(int blocksMax)
{
    /// <summary>No block.</summary>
    public const int None = -1;

    private readonly Dictionary<BlockKey, int> _byKey = [];
    private readonly Stack<int> _free = new();
    private readonly List<int> _affected = [];
    private Node[] _nodes = new Node[256];
    private int _used;
    private int _firstRoot = None;

    /// <summary>Blocks held by anyone.</summary>
    public int Count => _byKey.Count;

    /// <summary>The block of that key, or <see cref="None"/>.</summary>
    public int Find(BlockKey key) => _byKey.TryGetValue(key, out var node) ? node : None;

    /// <summary>
    /// The same with a guess where it is. Blocks that came one after the other lie one after the other, so the guess spares most
    /// look-ups of a long prompt their way through the hash table.
    /// </summary>
    public int Find(BlockKey key, int guess)
        => (uint)guess < (uint)_used && _nodes[guess].Key == key && _nodes[guess].Workers.Count > 0 ? guess : Find(key);

    /// <summary>The workers that hold a block and all before it.</summary>
    public ref readonly WorkerSet Workers(int node) => ref _nodes[node].Workers;

    /// <summary>Enters a worker at a block.</summary>
    /// <param name="worker">The worker's number.</param>
    /// <param name="parent">The block before it, which the worker must be entered at; null for a first block.</param>
    /// <param name="key">The block.</param>
    /// <returns>False if the worker does not hold the parent, or if there is no room for another block.</returns>
    public bool Add(int worker, BlockKey? parent, BlockKey key)
    {
        var parentNode = parent is { } before ? Find(before) : None;
        if (parent is not null && (parentNode == None || !_nodes[parentNode].Workers.Contains(worker)))
        {
            return false;
        }

        var node = Find(key);
        if (node == None)
        {
            if (_byKey.Count >= blocksMax)
            {
                return false;
            }

            node = Link(parentNode, key);
        }
        else if (_nodes[node].Parent != parentNode)
        {
            // A key fixes all before it: whoever says otherwise is mistaken.
            return false;
        }

        _nodes[node].Workers.Add(worker);
        return true;
    }

    /// <summary>Takes a worker out of a block and of all that follow it.</summary>
    public void Remove(int worker, BlockKey key) => RemoveFrom(worker, Find(key), alone: true);

    /// <summary>Takes a worker out of everything.</summary>
    public void RemoveAll(int worker) => RemoveFrom(worker, _firstRoot, alone: false);

    private void RemoveFrom(int worker, int start, bool alone)
    {
        for (var node = start; node != None; node = alone ? None : _nodes[node].Next)
        {
            TakeOut(worker, node);
        }

        // The list grows while it is walked: a block's followers come after it.
        for (var at = 0; at < _affected.Count; at++)
        {
            for (var child = _nodes[_affected[at]].FirstChild; child != None; child = _nodes[child].Next)
            {
                TakeOut(worker, child);
            }
        }

        // Backwards, so that followers go first. A block without workers has no follower with any.
        for (var at = _affected.Count - 1; at >= 0; at--)
        {
            if (_nodes[_affected[at]].Workers.Count == 0)
            {
                Unlink(_affected[at]);
            }
        }

        _affected.Clear();
    }

    private void TakeOut(int worker, int node)
    {
        if (_nodes[node].Workers.Remove(worker))
        {
            _affected.Add(node);
        }
    }

    private int Link(int parent, BlockKey key)
    {
        if (!_free.TryPop(out var node))
        {
            node = _used++;
            if (node == _nodes.Length)
            {
                Array.Resize(ref _nodes, 2 * _nodes.Length);
            }
        }

        ref var first = ref FirstChildOf(parent);
        _nodes[node] = new Node { Key = key, Parent = parent, FirstChild = None, Next = first, Previous = None };
        if (first != None)
        {
            _nodes[first].Previous = node;
        }

        first = node;
        _byKey.Add(key, node);
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

        _byKey.Remove(_nodes[node].Key);
        _nodes[node] = default;
        _free.Push(node);
    }

    private ref int FirstChildOf(int parent) => ref parent == None ? ref _firstRoot : ref _nodes[parent].FirstChild;

    private struct Node
    {
        public BlockKey Key;
        public int Parent;
        public int FirstChild;
        public int Next;
        public int Previous;
        public WorkerSet Workers;
    }
}
