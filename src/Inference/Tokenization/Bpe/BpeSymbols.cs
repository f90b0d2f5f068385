namespace InferenceGateway.Inference.Tokenization.Bpe;

/// <summary>
/// The symbols of one piece while it is encoded: a linked list in arrays, and a queue of possible joins, so that
/// a piece of n symbols takes O(n log n). Reused from piece to piece; one instance serves one thread.
/// </summary>
internal sealed class BpeSymbols
{
    private const int None = -1;

    private readonly PriorityQueue<(int At, int Joined), long> _joins = new();
    private int[] _ids = new int[64];
    private int[] _previous = new int[64];
    private int[] _next = new int[64];
    private int _count;
    private bool _lastIsUnknown;

    public void Clear()
    {
        _count = 0;
        _lastIsUnknown = false;
    }

    public void Add(int id)
    {
        if (_count == _ids.Length)
        {
            Array.Resize(ref _ids, _count * 2);
            Array.Resize(ref _previous, _count * 2);
            Array.Resize(ref _next, _count * 2);
        }

        _ids[_count++] = id;
        _lastIsUnknown = false;
    }

    public void AddUnknown(int id, bool fuse)
    {
        if (!fuse || !_lastIsUnknown)
        {
            Add(id);
            _lastIsUnknown = true;
        }
    }

    /// <summary>Joins neighbours until no join applies.</summary>
    public void Merge(MergeTable merges)
    {
        Link();
        for (int at = 0; at + 1 < _count; at++)
        {
            Offer(at, merges);
        }

        while (_joins.TryDequeue(out (int At, int Joined) join, out _))
        {
            int right = _next[join.At];
            // An earlier join may have changed either side since this one was offered.
            if (right != None && merges.TryGet(_ids[join.At], _ids[right], out _, out int joined) && joined == join.Joined)
            {
                Join(join.At, right, joined);
                Offer(join.At, merges);
                if (_previous[join.At] != None)
                {
                    Offer(_previous[join.At], merges);
                }
            }
        }
    }

    public void CopyTo(List<int> ids)
    {
        for (int at = _count == 0 ? None : 0; at != None; at = _next[at])
        {
            ids.Add(_ids[at]);
        }
    }

    private void Link()
    {
        for (int at = 0; at < _count; at++)
        {
            _previous[at] = at - 1;
            _next[at] = at + 1 < _count ? at + 1 : None;
        }
    }

    private void Offer(int at, MergeTable merges)
    {
        int next = _next[at];
        if (next != None && merges.TryGet(_ids[at], _ids[next], out int rank, out int joined))
        {
            _joins.Enqueue((at, joined), ((long)rank << 32) | (uint)at);
        }
    }

    private void Join(int at, int right, int joined)
    {
        _ids[at] = joined;
        _ids[right] = None;
        int after = _next[right];
        _next[at] = after;
        if (after != None)
        {
            _previous[after] = at;
        }
    }
}
