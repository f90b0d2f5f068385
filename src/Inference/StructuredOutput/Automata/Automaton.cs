namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>The first and last state of a rule.</summary>
internal readonly record struct RuleStates(RuleKind Kind, int Start, int End);

/// <summary>How many characters of a string may still come before its end.</summary>
/// <param name="Needed">Fewest, 0 or less for none.</param>
/// <param name="Left">Most.</param>
internal readonly record struct CharacterCount(int Needed, int Left);

/// <summary>What an automaton knows of its states besides the edges.</summary>
internal sealed record AutomatonStates(RuleStates[] Rules, int[] RuleOf, IReadOnlyDictionary<int, CharacterCount> Counts);

/// <summary>A finished automaton: byte edges within rules, and rules that call each other.</summary>
internal sealed class Automaton
{
    private const int WideBytes = 64;
    private readonly Edge[][] _edges;
    private readonly AutomatonStates _states;
    private readonly int[] _levels;
    private readonly bool[] _isWide;

    private Automaton(Edge[][] edges, AutomatonStates states, int[] levels, int root)
    {
        _edges = edges;
        _states = states;
        _levels = levels;
        Root = root;
        Classes = ByteClasses.Of(edges);
        _isWide = Array.ConvertAll(edges, IsWideEdges);
    }

    public int Root { get; }

    public ByteClasses Classes { get; }

    public ReadOnlySpan<Edge> EdgesOf(int state) => _edges[state];

    public int StartOf(int rule) => _states.Rules[rule].Start;

    public bool IsEnd(int state) => RuleOf(state).End == state;

    /// <summary>How many levels of nesting a call of the rule adds.</summary>
    public int NestingOf(int rule) => _states.Rules[rule].Kind == RuleKind.Nested ? 1 : 0;

    /// <summary>The fewest further levels of nesting within which the rest of a rule can be written; a huge number for never.</summary>
    public int LevelsAfter(int state) => _levels[state];

    /// <summary>Whether much may follow inside a text, so that most of a vocabulary has to be looked at.</summary>
    public bool IsWide(int state) => _isWide[state] && RuleOf(state).Kind == RuleKind.Text;

    /// <summary>For a state after a counted character, how many may come in its place.</summary>
    public bool TryGetCount(int state, out CharacterCount count) => _states.Counts.TryGetValue(state, out count);

    public static Automaton Create(List<Edge>[] edges, AutomatonStates states, int root, CompileBudget budget)
    {
        int[] levels = NestingLevels.Compute(edges, states.Rules, budget);
        Edge[][] alive = Array.ConvertAll(edges, list => list.Where(edge => levels[edge.Target] < NestingLevels.Never).ToArray());
        return new Automaton(alive, states, levels, root);
    }

    private RuleStates RuleOf(int state) => _states.Rules[_states.RuleOf[state]];

    private static bool IsWideEdges(Edge[] edges) => edges.Sum(static edge => edge.Rule == Edge.OverByte ? edge.High - edge.Low + 1 : 0) >= WideBytes;
}
