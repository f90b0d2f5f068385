namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>The first and last state of a rule.</summary>
internal readonly record struct RuleStates(RuleKind Kind, int Start, int End);

/// <summary>A finished automaton: byte edges within rules, and rules that call each other.</summary>
internal sealed class Automaton
{
    private const int WideBytes = 64;
    private readonly Edge[][] _edges;
    private readonly RuleStates[] _rules;
    private readonly int[] _ruleOfState;
    private readonly int[] _levels;
    private readonly bool[] _isWide;

    private Automaton(Edge[][] edges, RuleStates[] rules, int[] ruleOfState, int[] levels, int root)
    {
        _edges = edges;
        _rules = rules;
        _ruleOfState = ruleOfState;
        _levels = levels;
        Root = root;
        Classes = ByteClasses.Of(edges);
        _isWide = Array.ConvertAll(edges, IsWideEdges);
    }

    public int Root { get; }

    public ByteClasses Classes { get; }

    public ReadOnlySpan<Edge> EdgesOf(int state) => _edges[state];

    public int StartOf(int rule) => _rules[rule].Start;

    public bool IsEnd(int state) => _rules[_ruleOfState[state]].End == state;

    /// <summary>How many levels of nesting a call of the rule adds.</summary>
    public int NestingOf(int rule) => _rules[rule].Kind == RuleKind.Nested ? 1 : 0;

    /// <summary>The fewest further levels of nesting within which the rest of a rule can be written; a huge number for never.</summary>
    public int LevelsAfter(int state) => _levels[state];

    /// <summary>Whether much may follow inside a text, so that most of a vocabulary has to be looked at.</summary>
    public bool IsWide(int state) => _isWide[state] && _rules[_ruleOfState[state]].Kind == RuleKind.Text;

    public static Automaton Create(List<Edge>[] edges, RuleStates[] rules, int[] ruleOfState, int root, CompileBudget budget)
    {
        int[] levels = NestingLevels.Compute(edges, rules, budget);
        Edge[][] alive = Array.ConvertAll(edges, list => list.Where(edge => levels[edge.Target] < NestingLevels.Never).ToArray());
        return new Automaton(alive, rules, ruleOfState, levels, root);
    }

    private static bool IsWideEdges(Edge[] edges) => edges.Sum(static edge => edge.Rule == Edge.OverByte ? edge.High - edge.Low + 1 : 0) >= WideBytes;
}
