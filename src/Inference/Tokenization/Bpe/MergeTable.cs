namespace InferenceGateway.Inference.Tokenization.Bpe;

/// <summary>For two neighbouring ids, the id they join to and how early (the rank) they do so.</summary>
internal sealed class MergeTable(int capacity)
{
    private readonly Dictionary<long, (int Rank, int Id)> _merges = new(capacity);

    /// <summary>Adds a join after those already there; of two for the same ids the later one counts, as in the reference.</summary>
    public void Add(int left, int right, int rank, int joined) => _merges[Key(left, right)] = (rank, joined);

    public bool TryGet(int left, int right, out int rank, out int joined)
    {
        bool found = _merges.TryGetValue(Key(left, right), out (int Rank, int Id) merge);
        (rank, joined) = merge;
        return found;
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;
}
