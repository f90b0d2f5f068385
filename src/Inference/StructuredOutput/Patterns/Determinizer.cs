using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>
/// Copies an automaton without rules so that no byte leaves a choice. A pattern can grow beyond all bounds by this: better here,
/// where it is refused, than while tokens are generated.
/// </summary>
internal sealed class Determinizer(AutomatonBuilder source, int sourceEnd, AutomatonBuilder target, int targetEnd, int statesMax, string path)
{
    private readonly Dictionary<int[], int> _states = new(SetComparer.Instance);
    private readonly Queue<int[]> _open = new();
    private readonly List<int> _targets = [];

    /// <summary>States by the targets that lead to them, to spare most closures.</summary>
    private readonly Dictionary<int[], int> _byTargets = new(SetComparer.Instance);

    public void Copy(int sourceStart, int targetStart)
    {
        int[] start = Close([sourceStart]);
        _states.Add(start, targetStart);
        Finish(start, targetStart);
        _open.Enqueue(start);
        while (_open.TryDequeue(out int[]? set))
        {
            AddFollowers(set, _states[set]);
        }
    }

    private void AddFollowers(int[] set, int state)
    {
        List<Edge> edges = set.SelectMany(source.EdgesOf).Where(static edge => edge.Rule == Edge.OverByte).ToList();
        int[] borders = edges.SelectMany(static edge => (int[])[edge.Low, edge.High + 1]).Distinct().Order().ToArray();
        (int first, int last, int follower) = (0, -1, -1);
        for (int i = 0; i + 1 < borders.Length; i++)
        {
            int next = Follow(edges, borders[i]);
            if (next != follower)
            {
                AddRange(state, first, last, follower);
                (first, follower) = (borders[i], next);
            }

            last = borders[i + 1] - 1;
        }

        AddRange(state, first, last, follower);
    }

    private void AddRange(int state, int first, int last, int follower)
    {
        if (follower >= 0)
        {
            target.Bytes(state, (byte)first, (byte)last, follower);
        }
    }

    private int Follow(List<Edge> edges, int value)
    {
        _targets.Clear();
        foreach (Edge edge in edges)
        {
            target.Budget.Step();
            if (edge.Low <= value && value <= edge.High)
            {
                _targets.Add(edge.Target);
            }
        }

        if (_targets.Count == 0)
        {
            return -1;
        }

        int[] targets = [.. _targets];
        if (!_byTargets.TryGetValue(targets, out int state))
        {
            state = StateOf(Close(targets));
            _byTargets.Add(targets, state);
        }

        return state;
    }

    private int StateOf(int[] set)
    {
        if (_states.TryGetValue(set, out int state))
        {
            return state;
        }

        if (_states.Count >= statesMax)
        {
            throw new StructuredOutputException(path, $"the pattern compiles to more than {statesMax} states");
        }

        state = target.AddState();
        _states.Add(set, state);
        _open.Enqueue(set);
        Finish(set, state);
        return state;
    }

    private void Finish(int[] set, int state)
    {
        if (Array.BinarySearch(set, sourceEnd) >= 0)
        {
            target.Nothing(state, targetEnd);
        }
    }

    private int[] Close(int[] states)
    {
        var seen = new HashSet<int>(states);
        var open = new Stack<int>(seen);
        while (open.TryPop(out int state))
        {
            target.Budget.Step();
            foreach (Edge edge in source.EdgesOf(state))
            {
                if (edge.Rule == Edge.OverNothing && seen.Add(edge.Target))
                {
                    open.Push(edge.Target);
                }
            }
        }

        int[] set = [.. seen];
        Array.Sort(set);
        return set;
    }

    private sealed class SetComparer : IEqualityComparer<int[]>
    {
        public static readonly SetComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] int[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
