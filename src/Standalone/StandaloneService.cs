using Microsoft.Extensions.Options;

namespace InferenceGateway.Standalone;

/// <summary>Starts the cluster with the program and stops it with the program.</summary>
internal sealed class StandaloneService(string[] args, IOptions<StandaloneOptions> options, TimeProvider time) : IHostedService
{
    private StandaloneCluster? _cluster;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        StandaloneOptions sizes = options.Value;
        TimeSpan timeout = TimeSpan.FromSeconds(sizes.StartTimeoutSeconds);
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        _cluster = StandaloneCluster.Create(sizes, args);
        try
        {
            await _cluster.StartAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"The parts did not find each other within {timeout.TotalSeconds} s (Standalone:StartTimeoutSeconds).");
        }

        await Console.Out.WriteLineAsync(ReadyText.Of(_cluster));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
