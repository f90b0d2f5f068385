namespace InferenceGateway.KvFabric.Blocks;

/// <summary>
/// Makes one set of holders out of another and remembers the last two results: when a worker comes to a stretch of blocks or leaves it, all
/// of them had one set before and share one set afterwards. Not thread-safe.
/// </summary>
internal sealed class HolderChanges
{
    private readonly Dictionary<int, WorkerSet> _alone = [];
    private (WorkerSet? From, int Worker, WorkerSet? To) _added;
    private (WorkerSet? From, int Worker, WorkerSet? To) _removed;

    /// <summary>The set with one more worker, which is not in it; null is nobody.</summary>
    public WorkerSet With(WorkerSet? holders, int worker)
    {
        if (holders is null)
        {
            return Alone(worker);
        }

        if (_added.From != holders || _added.Worker != worker)
        {
            _added = (holders, worker, holders.With(worker));
        }

        return _added.To!;
    }

    /// <summary>The set without one of its workers; null if nobody is left.</summary>
    public WorkerSet? Without(WorkerSet holders, int worker)
    {
        if (_removed.From != holders || _removed.Worker != worker)
        {
            _removed = (holders, worker, holders.Without(worker));
        }

        return _removed.To;
    }

    private WorkerSet Alone(int worker)
    {
        if (!_alone.TryGetValue(worker, out var set))
        {
            _alone.Add(worker, set = new WorkerSet(worker));
        }

        return set;
    }
}
