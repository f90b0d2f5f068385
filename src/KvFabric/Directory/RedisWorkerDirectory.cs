using System.Collections.Concurrent;
using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>The worker's side of the directory, over Redis.</summary>
internal sealed class RedisWorkerDirectory(
    DirectoryPublisher publisher,
    IOptions<DirectoryOptions> options,
    TimeProvider time,
    ILogger<RedisWorkerDirectory> logger) : IWorkerDirectory, IAsyncDisposable
{
    private readonly ConcurrentDictionary<WorkerRegistration, byte> _registrations = new();

    public async ValueTask<IWorkerRegistration> RegisterAsync(WorkerRecord record, CancellationToken cancellation)
    {
        var registration = new WorkerRegistration(
            record, publisher, options.Value, time, logger, ended => _registrations.TryRemove(ended, out _));
        await registration.StartAsync(cancellation);
        _registrations.TryAdd(registration, 0);
        return registration;
    }

    // The owner disposes a registration; this catches those whose owner could not.
    public async ValueTask DisposeAsync()
    {
        foreach (var registration in _registrations.Keys)
        {
            await registration.DisposeAsync();
        }
    }
}
