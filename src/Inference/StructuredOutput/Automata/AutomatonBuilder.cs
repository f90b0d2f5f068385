namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>What a rule matches.</summary>
internal enum RuleKind
{
    /// <summary>An object or an array: one more level of nesting.</summary>
    Nested,

    /// <summary>A value without objects or arrays in it.</summary>
    Text,

    /// <summary>A part of something: one character, some whitespace.</summary>
    Piece,
}

/// <summary>
/// Collects the states and edges of an automaton whose rules call each other. Every rule but the root begins with a byte, so
/// that it matches at least one and no call leads into another one at the same place.
/// </summary>
/// <param name="budget">Time of the compilation.</param>
/// <param name="statesMax">Most states.</param>
/// <param name="path">Place in the schema, for messages.</param>
/// <param name="what">What is being built, for messages.</param>
internal sealed class AutomatonBuilder(CompileBudget budget, int statesMax, string path = "#", string what = "the schema")
{
    private const int EdgesPerStateMax = 4;
    private readonly List<List<Edge>> _edges = [];
    private readonly List<int> _ruleOfState = [];
    private readonly List<RuleStates> _rules = [];
    private readonly Dictionary<int, CharacterCount> _counts = [];
    private int _edgeCount;
    private int _rule;

    public CompileBudget Budget => budget;

    public int States => _edges.Count;

    /// <summary>Makes a rule with a first and a last state, to be filled after <see cref="Open"/>.</summary>
    public int AddRule(RuleKind kind)
    {
        int outer = _rule;
        _rule = _rules.Count;
        _rules.Add(new RuleStates(kind, 0, 0));
        _rules[_rule] = new RuleStates(kind, AddState(), AddState());
        int added = _rule;
        _rule = outer;
        return added;
    }

    /// <summary>States added from now on belong to <paramref name="rule"/>.</summary>
    public RuleStates Open(int rule)
    {
        _rule = rule;
        return _rules[rule];
    }

    public int AddState()
    {
        if (_edges.Count >= statesMax)
        {
            throw new StructuredOutputException(path, $"{what} compiles to more than {statesMax} states");
        }

        budget.Step();
        _edges.Add(new List<Edge>(1));
        _ruleOfState.Add(_rule);
        return _edges.Count - 1;
    }

    public void Bytes(int from, byte low, byte high, int to) => Add(from, new Edge(Edge.OverByte, to, low, high));

    /// <summary>Adds a state that is reached over one byte of a range.</summary>
    public int Bytes(int from, byte low, byte high)
    {
        int to = AddState();
        Bytes(from, low, high, to);
        return to;
    }

    public int Byte(int from, char value) => Bytes(from, (byte)value, (byte)value);

    public void Byte(int from, char value, int to) => Bytes(from, (byte)value, (byte)value, to);

    public void Nothing(int from, int to) => Add(from, new Edge(Edge.OverNothing, to, 0, 0));

    public void Call(int from, int rule, int to) => Add(from, new Edge(rule, to, 0, 0));

    /// <summary>Notes how many characters of a string may come instead of the one that leads to a state.</summary>
    public void Count(int state, CharacterCount count) => _counts.Add(state, count);

    /// <summary>Adds states over <paramref name="bytes"/> and returns the last.</summary>
    public int Literal(int from, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            from = Bytes(from, value, value);
        }

        return from;
    }

    /// <summary>The automaton, whose bytes are only those of <paramref name="alphabet"/>.</summary>
    public Automaton Build(int root, ByteSet alphabet) => Automaton.Create(
        _edges.Select(edges => Restrict(edges, alphabet)).ToArray(), new AutomatonStates([.. _rules], [.. _ruleOfState], _counts), root, budget);

    /// <summary>The edges of a fragment without rules.</summary>
    public IReadOnlyList<Edge> EdgesOf(int state) => _edges[state];

    private static List<Edge> Restrict(List<Edge> edges, ByteSet alphabet)
    {
        if (edges.TrueForAll(edge => edge.Rule != Edge.OverByte || IsInside(edge, alphabet)))
        {
            return edges;
        }

        var kept = new List<Edge>();
        foreach (Edge edge in edges)
        {
            kept.AddRange(edge.Rule == Edge.OverByte ? Pieces(edge, alphabet) : [edge]);
        }

        return kept;
    }

    private static bool IsInside(Edge edge, ByteSet alphabet)
    {
        for (int value = edge.Low; value <= edge.High; value++)
        {
            if (!alphabet.Contains((byte)value))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<Edge> Pieces(Edge edge, ByteSet alphabet)
    {
        for (int value = edge.Low; value <= edge.High; value++)
        {
            if (alphabet.Contains((byte)value))
            {
                yield return edge with { Low = (byte)value, High = (byte)value };
            }
        }
    }

    private void Add(int from, Edge edge)
    {
        if (++_edgeCount > EdgesPerStateMax * statesMax)
        {
            throw new StructuredOutputException(path, $"{what} compiles to more than {EdgesPerStateMax * statesMax} transitions");
        }

        budget.Step();
        _edges[from].Add(edge);
    }
}
