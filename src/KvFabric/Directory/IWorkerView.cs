using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>
/// The in-memory mirror of all worker records. Reading it costs no round trip; when Redis is gone it keeps what it knew.
/// </summary>
public interface IWorkerView
{
    /// <summary>The newest snapshot; immutable.</summary>
    WorkerSnapshot Current { get; }

    /// <summary>True until the directory was read once, and while it cannot be read: the snapshot may then be out of date.</summary>
    bool IsStale => false;

    /// <summary>Time since the directory was last read in full.</summary>
    TimeSpan Age => TimeSpan.Zero;

    /// <summary>Completes once a snapshot satisfies the condition.</summary>
    Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation);
}

/// <summary>All live workers at one instant.</summary>
public sealed class WorkerSnapshot
{
    private readonly Dictionary<string, WorkerRecord> _byId;

    /// <summary>From the given records; ids are unique.</summary>
    public WorkerSnapshot(long version, IReadOnlyList<WorkerRecord> workers)
    {
        Version = version;
        Workers = workers;
        _byId = workers.ToDictionary(worker => worker.Id, StringComparer.Ordinal);
    }

    /// <summary>No workers.</summary>
    public static WorkerSnapshot Empty { get; } = new(0, []);

    /// <summary>Grows with every change.</summary>
    public long Version { get; }

    /// <summary>The workers, ordered by id.</summary>
    public IReadOnlyList<WorkerRecord> Workers { get; }

    /// <summary>The worker of that id, or null.</summary>
    public WorkerRecord? Find(string id) => _byId.GetValueOrDefault(id);
}
