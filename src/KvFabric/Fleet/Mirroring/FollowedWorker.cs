using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>A worker's replica and the one repair that may run for it.</summary>
internal sealed class FollowedWorker : IAsyncDisposable
{
    private readonly ReplicaRepair _repair;
    private readonly CancellationTokenSource _left = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins with a repair: nothing is known yet.</summary>
    public FollowedWorker(WorkerReplica replica, ReplicaRepair repair)
    {
        (Replica, _repair) = (replica, repair);
        Repair();
    }

    public WorkerReplica Replica { get; }

    /// <summary>Whether a record is that worker's in the same life; a worker that only drains is the same.</summary>
    public bool IsOf(WorkerRecord worker) =>
        worker.Epoch == Replica.Worker.Epoch && worker.Model == Replica.Worker.Model && worker.InternalUrl == Replica.Worker.InternalUrl;

    /// <summary>Reads the worker's blocks anew, after the repair that runs, if one does.</summary>
    public void Repair()
    {
        var before = _running;
        _running = AfterAsync(before);
    }

    /// <summary>The worker left.</summary>
    public void Leave()
    {
        _left.Cancel();
        Replica.Leave();
    }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _running;
        _left.Dispose();
    }

    private async Task AfterAsync(Task before)
    {
        await before;
        await _repair.RunAsync(Replica, _left.Token);
    }
}
