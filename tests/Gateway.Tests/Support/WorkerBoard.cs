using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Tests.Support;

/// <summary>A directory that lives in the test.</summary>
internal sealed class WorkerBoard : IWorkerView
{
    private volatile WorkerSnapshot _current = WorkerSnapshot.Empty;

    public WorkerSnapshot Current => _current;

    public Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation) =>
        condition(_current) ? Task.FromResult(_current) : throw new NotSupportedException("Nothing waits on the board.");

    public void Set(params WorkerRecord[] workers) =>
        _current = new WorkerSnapshot(_current.Version + 1, [.. workers.OrderBy(worker => worker.Id, StringComparer.Ordinal)]);

    public static WorkerRecord Worker(string id, WorkerRole role, string url, string model = "m", bool draining = false) => new()
    {
        Id = id,
        Role = role,
        Model = model,
        ApiUrl = url,
        InternalUrl = url,
        KvEndpoint = "127.0.0.1:1",
        Epoch = 1,
        Slots = 8,
        ContextLength = 4096,
        ModelHash = new string('0', 32),
        Draining = draining,
    };
}
