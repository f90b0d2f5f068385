using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>The newest snapshot, and those who wait for a newer one.</summary>
internal sealed class SnapshotCell
{
    private TaskCompletionSource _changed = NewSignal();
    private WorkerSnapshot _current = WorkerSnapshot.Empty;

    public WorkerSnapshot Current => Volatile.Read(ref _current);

    /// <summary>One writer at a time.</summary>
    public void Publish(IReadOnlyList<WorkerRecord> workers)
    {
        Volatile.Write(ref _current, new WorkerSnapshot(_current.Version + 1, workers));
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    /// <summary>Completes once a snapshot satisfies the condition.</summary>
    public async Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            // The signal is taken before the snapshot: a change in between completes it.
            var changed = Volatile.Read(ref _changed).Task;
            var snapshot = Current;
            if (condition(snapshot))
            {
                return snapshot;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
