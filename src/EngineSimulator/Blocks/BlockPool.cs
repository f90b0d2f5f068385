using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Blocks;

/// <summary>
/// KV memory of a simulated engine, in blocks: those of running sequences, and those of finished prompts, which stay until the room is
/// needed, least recently used first and a prompt's end before its beginning. So a block that is held is held with all blocks before it.
/// </summary>
/// <param name="capacity">Blocks in all, at least 1.</param>
public sealed class BlockPool(int capacity)
{
    private readonly Dictionary<BlockKey, Node> _nodes = [];
    private readonly BlockQueue _unused = new();
    private int _private;
    private int _pinned;

    /// <summary>Who is told; nobody unless set.</summary>
    public IBlockListener? Listener { get; set; }

    /// <summary>Blocks in all.</summary>
    public int Capacity => capacity;

    /// <summary>Blocks that hold something: cached, or of a running sequence.</summary>
    public int Used => _nodes.Count + _private;

    /// <summary>Blocks that running sequences need: these cannot be evicted.</summary>
    public int InUse => _pinned + _private;

    /// <summary>Blocks that can be found by key.</summary>
    public int Cached => _nodes.Count;

    /// <summary>How many consecutive first blocks of a prompt are held.</summary>
    public int Match(ReadOnlySpan<BlockKey> keys)
    {
        int held = 0;
        while (held < keys.Length && _nodes.ContainsKey(keys[held]))
        {
            held++;
        }

        return held;
    }

    /// <summary>Takes the blocks of one sequence: those found are shared, the others are its own until <see cref="BlockLease.Fill"/>.</summary>
    /// <param name="keys">The prompt's full blocks.</param>
    /// <param name="reusable">How many of them may be taken from the cache.</param>
    /// <param name="total">Blocks of the whole sequence, answer included; at least as many as <paramref name="keys"/>.</param>
    /// <returns>Null if there is no room, even with everything evicted that may be.</returns>
    public BlockLease? TryLease(BlockKey[] keys, int reusable, int total)
    {
        int hits = Match(keys.AsSpan(0, Math.Min(reusable, keys.Length)));
        Pin(keys.AsSpan(0, hits));
        int own = total - hits;
        if (InUse + own > capacity)
        {
            Unpin(keys.AsSpan(0, hits));
            return null;
        }

        while (Used + own > capacity)
        {
            Evict();
        }

        _private += own;
        return new BlockLease(this, keys, hits, own);
    }

    /// <summary>Loses everything; leases become void.</summary>
    internal void Clear()
    {
        _nodes.Clear();
        _unused.Clear();
        (_private, _pinned) = (0, 0);
        Listener?.Cleared();
    }

    /// <summary>Turns blocks of a sequence's own into cached ones that it shares.</summary>
    internal void Publish(BlockKey[] keys, int from, int to)
    {
        int known = from;
        while (known < to && _nodes.ContainsKey(keys[known]))
        {
            known++;
        }

        Pin(keys.AsSpan(from, known - from));
        for (int at = known; at < to; at++)
        {
            _nodes.Add(keys[at], new Node(keys[at]) { Users = 1 });
            _pinned++;
        }

        _private -= to - from;
        if (to > known)
        {
            Listener?.Stored(known == 0 ? null : keys[known - 1], keys.AsSpan(known, to - known));
        }
    }

    internal void Return(ReadOnlySpan<BlockKey> shared, int own)
    {
        _private -= own;
        Unpin(shared);
    }

    private void Pin(ReadOnlySpan<BlockKey> keys)
    {
        foreach (BlockKey key in keys)
        {
            Node node = _nodes[key];
            if (node.Users++ == 0)
            {
                _unused.Remove(node);
                _pinned++;
            }
        }
    }

    // Backwards: the end of a prompt is of use to fewer others than its beginning.
    private void Unpin(ReadOnlySpan<BlockKey> keys)
    {
        for (int at = keys.Length - 1; at >= 0; at--)
        {
            Node node = _nodes[keys[at]];
            if (--node.Users == 0)
            {
                _unused.Append(node);
                _pinned--;
            }
        }
    }

    private void Evict()
    {
        Node oldest = _unused.TakeFirst();
        _nodes.Remove(oldest.Key);
        Listener?.Removed(oldest.Key);
    }

    private sealed class Node(BlockKey key)
    {
        public BlockKey Key { get; } = key;

        public int Users { get; set; }

        public Node? Previous { get; set; }

        public Node? Next { get; set; }
    }

    // Intrusive, so that a block leaves the middle without being looked for.
    private sealed class BlockQueue
    {
        private Node? _first;
        private Node? _last;

        public void Append(Node node)
        {
            node.Previous = _last;
            if (_last is null)
            {
                _first = node;
            }
            else
            {
                _last.Next = node;
            }

            _last = node;
        }

        public void Remove(Node node)
        {
            if (node.Previous is null)
            {
                _first = node.Next;
            }
            else
            {
                node.Previous.Next = node.Next;
            }

            if (node.Next is null)
            {
                _last = node.Previous;
            }
            else
            {
                node.Next.Previous = node.Previous;
            }

            (node.Previous, node.Next) = (null, null);
        }

        public Node TakeFirst()
        {
            Node first = _first ?? throw new InvalidOperationException("There is nothing to evict.");
            Remove(first);
            return first;
        }

        public void Clear() => (_first, _last) = (null, null);
    }
}
