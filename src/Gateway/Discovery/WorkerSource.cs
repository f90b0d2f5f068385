using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Discovery;

/// <summary>All workers the gateway may send to: those of the directory, and engines given by address.</summary>
internal sealed class WorkerSource(IWorkerView view, EngineRegistry engines)
{
    private volatile Union _union = new(WorkerSnapshot.Empty, [], WorkerSnapshot.Empty);

    /// <summary>The newest snapshot; the same object until something changes.</summary>
    public WorkerSnapshot Current
    {
        get
        {
            WorkerSnapshot listed = view.Current;
            WorkerRecord[] given = engines.Present;
            Union union = _union;
            return ReferenceEquals(union.Listed, listed) && ReferenceEquals(union.Given, given) ? union.All : Unite(listed, given);
        }
    }

    private WorkerSnapshot Unite(WorkerSnapshot listed, WorkerRecord[] given)
    {
        // A worker that registered itself knows more of itself than a configuration file.
        WorkerSnapshot all = given.Length == 0 ? listed : new WorkerSnapshot(
            listed.Version,
            [.. listed.Workers.Concat(given.Where(engine => listed.Find(engine.Id) is null)).OrderBy(worker => worker.Id, StringComparer.Ordinal)]);
        _union = new Union(listed, given, all);
        return all;
    }

    private sealed record Union(WorkerSnapshot Listed, WorkerRecord[] Given, WorkerSnapshot All);
}
