using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>
/// What a mirror knows, and when it believes that a worker is gone. A record that is missing after Redis was away, or after it
/// lost its data, says nothing about the worker: it may only not have been written again yet. So an absence counts only once Redis
/// has been readable, with the same data, for one lease. Not thread-safe.
/// </summary>
internal sealed class MirrorState(TimeSpan lease, TimeProvider time)
{
    private readonly Dictionary<string, WorkerRecord> _workers = new(StringComparer.Ordinal);
    private string? _incarnation;
    private long? _outageEnd;

    /// <summary>The workers, ordered by id.</summary>
    public IReadOnlyList<WorkerRecord> Workers => [.. _workers.Values.OrderBy(worker => worker.Id, StringComparer.Ordinal)];

    /// <summary>Redis could not be read, or its connection was lost meanwhile.</summary>
    public void SeeOutage() => _outageEnd = time.GetTimestamp();

    /// <summary>Takes over a full read. True if anything changed.</summary>
    public bool Apply(DirectoryImage image)
    {
        if (_incarnation is not null && image.Incarnation != _incarnation)
        {
            SeeOutage();
        }

        _incarnation = image.Incarnation;
        // The same id under two models: its later life counts.
        var latest = image.Workers.GroupBy(worker => worker.Id).Select(lives => lives.MaxBy(life => life.Epoch)!).ToList();
        var changed = false;
        foreach (var worker in latest)
        {
            changed |= Put(worker);
        }

        return (BelievesAbsences() && KeepOnly(latest)) || changed;
    }

    /// <summary>Takes over one record after an announcement. True if anything changed.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="record">What was found then; null if nothing.</param>
    /// <param name="removed">The worker said goodbye. Only then nothing found means that it is gone.</param>
    public bool Apply(WorkerAddress address, WorkerRecord? record, bool removed)
    {
        var known = _workers.GetValueOrDefault(address.Id);
        if (known is not null && known.Model != address.Model && known.Epoch > (record?.Epoch ?? 0))
        {
            return false;
        }

        return record is null ? removed && _workers.Remove(address.Id) : Put(record);
    }

    /// <summary>Forgets everything. True if there was anything.</summary>
    public bool Clear()
    {
        var had = _workers.Count > 0;
        _workers.Clear();
        return had;
    }

    private bool BelievesAbsences() => _outageEnd is not { } end || time.GetElapsedTime(end) >= lease;

    private bool Put(WorkerRecord record)
    {
        var known = _workers.GetValueOrDefault(record.Id);
        if (known == record || (known is null && _workers.Count >= Limits.WorkersMax))
        {
            return false;
        }

        _workers[record.Id] = record;
        return true;
    }

    private bool KeepOnly(IReadOnlyList<WorkerRecord> workers)
    {
        var present = workers.Select(worker => worker.Id).ToHashSet(StringComparer.Ordinal);
        var gone = _workers.Keys.Where(id => !present.Contains(id)).ToList();
        gone.ForEach(id => _workers.Remove(id));
        return gone.Count > 0;
    }
}
