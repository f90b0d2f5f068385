using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>A worker's side of the directory.</summary>
public interface IWorkerDirectory
{
    /// <summary>
    /// Publishes the record under a lease and keeps renewing it, through outages of Redis, until the registration is disposed,
    /// which removes the record at once. When Redis does not answer the registration is returned all the same and published later.
    /// </summary>
    /// <exception cref="ArgumentException">The record breaks a rule or is larger than its limit.</exception>
    /// <exception cref="WorkerSupersededException">The directory holds a later epoch of the same id.</exception>
    ValueTask<IWorkerRegistration> RegisterAsync(WorkerRecord record, CancellationToken cancellation);
}

/// <summary>A published record.</summary>
public interface IWorkerRegistration : IAsyncDisposable
{
    /// <summary>Cancelled once a later life of the same id took the record over; this life should end.</summary>
    CancellationToken Superseded => CancellationToken.None;

    /// <summary>Replaces the record, for example to say that the worker drains. Id, model and epoch stay.</summary>
    /// <exception cref="ArgumentException">The record breaks a rule, or is another worker's.</exception>
    /// <exception cref="WorkerSupersededException">The directory holds a later epoch of the same id.</exception>
    ValueTask UpdateAsync(WorkerRecord record, CancellationToken cancellation);
}
