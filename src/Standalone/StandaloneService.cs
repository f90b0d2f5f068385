namespace InferenceGateway.Standalone;

/// <summary>Starts the cluster with the program and stops it with the program.</summary>
internal sealed class StandaloneService(StandaloneCluster cluster, StandaloneOptions options, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        TimeSpan timeout = TimeSpan.FromSeconds(options.StartTimeoutSeconds);
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await cluster.StartAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"The parts did not find each other within {timeout.TotalSeconds} s (Standalone:StartTimeoutSeconds).");
        }

        await Console.Out.WriteLineAsync(ReadyText.Of(cluster));
    }

    public Task StopAsync(CancellationToken cancellationToken) => cluster.DisposeAsync().AsTask();
}
