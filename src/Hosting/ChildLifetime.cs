using Microsoft.Extensions.Hosting;

namespace InferenceGateway.Hosting;

/// <summary>Lifetime of an application that lives inside another program: the outer program decides when it stops, not a signal.</summary>
public sealed class ChildLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
