namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>
/// For every state the fewest levels of nesting in which its rule can be finished. It tells which states lead nowhere (a schema
/// that only ever contains itself), and near the deepest level allowed which way still leads out.
/// </summary>
internal sealed class NestingLevels
{
    /// <summary>Of states from which a rule cannot be finished. Half the range, so that sums do not overflow.</summary>
    public const int Never = int.MaxValue / 2;

    private readonly List<Edge>[] _edges;
    private readonly RuleStates[] _rules;
    private readonly int[] _levels;
    private readonly List<int>[] _users;
    private readonly Queue<int> _changed = new();

    private NestingLevels(List<Edge>[] edges, RuleStates[] rules)
    {
        _edges = edges;
        _rules = rules;
        _levels = new int[edges.Length];
        _users = new List<int>[edges.Length];
        Array.Fill(_levels, Never);
    }

    public static int[] Compute(List<Edge>[] edges, RuleStates[] rules, CompileBudget budget)
    {
        var levels = new NestingLevels(edges, rules);
        levels.CollectUsers();
        foreach (RuleStates rule in rules)
        {
            levels.Lower(rule.End, 0);
        }

        while (levels._changed.TryDequeue(out int state))
        {
            foreach (int user in levels._users[state] ?? [])
            {
                budget.Step();
                levels.Lower(user, levels.Least(user));
            }
        }

        return levels._levels;
    }

    private void CollectUsers()
    {
        for (int state = 0; state < _edges.Length; state++)
        {
            foreach (Edge edge in _edges[state])
            {
                (_users[edge.Target] ??= []).Add(state);
                if (edge.IsCall)
                {
                    (_users[_rules[edge.Rule].Start] ??= []).Add(state);
                }
            }
        }
    }

    private int Least(int state)
    {
        int least = Never;
        foreach (Edge edge in _edges[state])
        {
            least = Math.Min(least, edge.IsCall ? Math.Max(Inside(_rules[edge.Rule]), _levels[edge.Target]) : _levels[edge.Target]);
        }

        return least;
    }

    private int Inside(RuleStates rule) => Math.Min(Never, _levels[rule.Start] + (rule.Kind == RuleKind.Nested ? 1 : 0));

    private void Lower(int state, int level)
    {
        if (level < _levels[state])
        {
            _levels[state] = level;
            _changed.Enqueue(state);
        }
    }
}
