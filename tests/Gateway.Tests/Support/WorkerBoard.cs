using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Tests.Support;

/// <summary>A directory that lives in the test.</summary>
internal sealed class WorkerBoard : IWorkerView
{
    private TaskCompletionSource _changed = NewSignal();
    private volatile WorkerSnapshot _current = WorkerSnapshot.Empty;

    public WorkerSnapshot Current => _current;

    public async Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed = Volatile.Read(ref _changed).Task;
            WorkerSnapshot snapshot = _current;
            if (condition(snapshot))
            {
                return snapshot;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public void Set(params WorkerRecord[] workers)
    {
        _current = new WorkerSnapshot(_current.Version + 1, [.. workers.OrderBy(worker => worker.Id, StringComparer.Ordinal)]);
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    public static WorkerRecord Worker(string id, WorkerRole role, string url, string model = "m", bool draining = false, int slots = 8) => new()
    {
        Id = id,
        Role = role,
        Model = model,
        ApiUrl = url,
        InternalUrl = url,
        KvEndpoint = "127.0.0.1:1",
        Epoch = 1,
        Slots = slots,
        ContextLength = 4096,
        ModelHash = new string('0', 32),
        Draining = draining,
    };

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
