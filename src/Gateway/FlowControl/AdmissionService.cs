using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>Tells admission when workers change and when the gateway stops.</summary>
internal sealed class AdmissionService(Admission admission, IWorkerView view, EngineRegistry engines) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the server begins to drain: it would wait for requests that wait for nothing.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        admission.Close();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        engines.Changed += admission.Refresh;
        while (!stoppingToken.IsCancellationRequested)
        {
            long seen = view.Current.Version;
            admission.Refresh();
            await view.WaitForAsync(snapshot => snapshot.Version != seen, stoppingToken);
        }
    }
}
