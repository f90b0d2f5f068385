namespace InferenceGateway.Inference.Tokenization.Bpe;

/// <summary>For two neighbouring ids, the id they join to and how early (the rank) they do so.</summary>
internal sealed class MergeTable(int capacity)
{
    private readonly Dictionary<Pair, (int Rank, int Id)> _merges = new(capacity);

    /// <summary>Adds a join after those already there; of two for the same ids the later one counts, as in the reference.</summary>
    public void Add(int left, int right, int rank, int joined) => _merges[new Pair(left, right)] = (rank, joined);

    public bool TryGet(int left, int right, out int rank, out int joined)
    {
        bool found = _merges.TryGetValue(new Pair(left, right), out (int Rank, int Id) merge);
        (rank, joined) = merge;
        return found;
    }

    /// <summary>
    /// Two ids packed into a long would not do: its hash makes all pairs of equal ids collide. The seeded hash also keeps
    /// a file from choosing ids that collide.
    /// </summary>
    private readonly record struct Pair(int Left, int Right)
    {
        public override int GetHashCode() => HashCode.Combine(Left, Right);
    }
}
