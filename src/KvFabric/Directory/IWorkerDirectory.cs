using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>A worker's side of the directory.</summary>
public interface IWorkerDirectory
{
    /// <summary>
    /// Publishes the record under a lease and keeps renewing it, through outages of Redis, until the registration is disposed,
    /// which removes the record at once.
    /// </summary>
    ValueTask<IWorkerRegistration> RegisterAsync(WorkerRecord record, CancellationToken cancellation);
}

/// <summary>A published record.</summary>
public interface IWorkerRegistration : IAsyncDisposable
{
    /// <summary>Replaces the record, for example to say that the worker drains.</summary>
    ValueTask UpdateAsync(WorkerRecord record, CancellationToken cancellation);
}
