using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Prewarming;

/// <summary>Says which workers are new since it was asked last; a new life of a known one counts as new, since its cache is empty.</summary>
internal sealed class WorkerSnapshotWatch(WorkerSnapshot known)
{
    private WorkerSnapshot _known = known;

    public IReadOnlyList<WorkerRecord> Fresh(WorkerSnapshot current)
    {
        if (ReferenceEquals(current, _known))
        {
            return [];
        }

        WorkerSnapshot before = _known;
        _known = current;
        return [.. current.Workers.Where(worker => before.Find(worker.Id)?.Epoch != worker.Epoch)];
    }
}
