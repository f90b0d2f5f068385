using System.Runtime.InteropServices;

namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>
/// Follows the ways that need no byte: to states, out of finished rules, and into called ones. One instance is reused for many
/// configurations; it is not thread-safe.
/// </summary>
internal sealed class Closure(Automaton automaton, int depthMax)
{
    private readonly HashSet<Item> _seen = new(ItemComparer.Instance);
    private readonly List<Item> _open = [];
    private readonly List<Item> _kept = [];
    private readonly List<Call> _calls = [];
    private readonly HashSet<ReturnPoint> _returnPoints = new(ReturnPointComparer.Instance);
    private bool _isAccepting;
    private int _lastId;

    /// <summary>Where the document ends, or a text that is looked at by itself.</summary>
    public ReturnPoint Bottom { get; } = new(0, 0, []);

    public int ReturnPoints => _returnPoints.Count;

    /// <summary>Adds a state to begin from, unless it leads nowhere.</summary>
    public void Seed(Item item)
    {
        if (LeadsOut(item.State, item.Return.Depth))
        {
            _open.Add(item);
        }
    }

    public bool LeadsOut(int state, int depth) => automaton.LevelsAfter(state) + depth <= depthMax;

    /// <summary>Everything that the seeds lead to.</summary>
    public Configuration Finish(int generation)
    {
        Drain();
        EnterCalls();
        Drain();
        _kept.Sort(Item.Compare);
        var configuration = new Configuration([.. _kept], _isAccepting, FirstBytes(CollectionsMarshal.AsSpan(_kept)), generation);
        _seen.Clear();
        _kept.Clear();
        _isAccepting = false;
        return configuration;
    }

    /// <summary>Forgets the shared return points; those in use live on.</summary>
    public void Forget() => _returnPoints.Clear();

    /// <summary>The bytes that may follow.</summary>
    public ByteSet FirstBytes(ReadOnlySpan<Item> items)
    {
        var first = new ByteSet();
        foreach (Item item in items)
        {
            foreach (Edge edge in automaton.EdgesOf(item.State))
            {
                if (edge.Rule == Edge.OverByte && LeadsOut(edge.Target, item.Return.Depth))
                {
                    first = first.With(edge.Low, edge.High);
                }
            }
        }

        return first;
    }

    private void Drain()
    {
        while (_open.Count > 0)
        {
            Item item = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (_seen.Add(item))
            {
                Visit(item);
            }
        }
    }

    private void Visit(Item item)
    {
        if (automaton.IsEnd(item.State))
        {
            _isAccepting |= item.Return.IsBottom;
            _open.AddRange(item.Return.Callers);
        }

        bool hasBytes = false;
        foreach (Edge edge in automaton.EdgesOf(item.State))
        {
            hasBytes |= edge.Rule == Edge.OverByte;
            if (edge.Rule != Edge.OverByte)
            {
                Follow(item, edge);
            }
        }

        if (hasBytes)
        {
            _kept.Add(item);
        }
    }

    private void Follow(Item item, Edge edge)
    {
        if (!edge.IsCall)
        {
            Seed(item with { State = edge.Target });
            return;
        }

        int depth = item.Return.Depth + automaton.NestingOf(edge.Rule);
        if (LeadsOut(automaton.StartOf(edge.Rule), depth) && LeadsOut(edge.Target, item.Return.Depth))
        {
            _calls.Add(new Call(edge.Rule, depth, item with { State = edge.Target }));
        }
    }

    private void EnterCalls()
    {
        _calls.Sort(Call.Compare);
        for (int start = 0, end; start < _calls.Count; start = end)
        {
            Call first = _calls[start];
            var callers = new List<Item>(1);
            for (end = start; end < _calls.Count && _calls[end].Rule == first.Rule && _calls[end].Depth == first.Depth; end++)
            {
                if (callers.Count == 0 || callers[^1] != _calls[end].Caller)
                {
                    callers.Add(_calls[end].Caller);
                }
            }

            _open.Add(new Item(automaton.StartOf(first.Rule), Share(first.Depth, [.. callers])));
        }

        _calls.Clear();
    }

    private ReturnPoint Share(int depth, Item[] callers)
    {
        var made = new ReturnPoint(++_lastId, depth, callers);
        if (_returnPoints.TryGetValue(made, out ReturnPoint? known))
        {
            return known;
        }

        _returnPoints.Add(made);
        return made;
    }

    private readonly record struct Call(int Rule, int Depth, Item Caller)
    {
        public static int Compare(Call a, Call b) =>
            a.Rule != b.Rule ? a.Rule.CompareTo(b.Rule)
            : a.Depth != b.Depth ? a.Depth.CompareTo(b.Depth)
            : Item.Compare(a.Caller, b.Caller);
    }

    private sealed class ItemComparer : IEqualityComparer<Item>
    {
        public static readonly ItemComparer Instance = new();

        public bool Equals(Item x, Item y) => x.State == y.State && ReferenceEquals(x.Return, y.Return);

        public int GetHashCode(Item obj) => HashCode.Combine(obj.State, obj.Return.Id);
    }
}
