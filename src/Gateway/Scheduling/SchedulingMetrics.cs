using System.Collections.Concurrent;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Telemetry;
using Prometheus;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Writes the loads into the metrics when they are asked for, so that no request pays for it.</summary>
internal sealed class SchedulingMetrics(CollectorRegistry registry, GatewayMetrics metrics, WorkerLoads loads, Scheduler scheduler)
    : IHostedService
{
    private readonly ConcurrentDictionary<WorkerLoad, Series> _series = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loads.Forgotten += Forget;
        registry.AddBeforeCollectCallback(Update);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        loads.Forgotten -= Forget;
        return Task.CompletedTask;
    }

    private void Update()
    {
        foreach (WorkerLoad load in loads.All)
        {
            Series series = _series.GetOrAdd(load, Create);
            series.Requests.Set(load.Own.Requests);
            series.Picks.IncTo(load.Picks);
        }
    }

    private Series Create(WorkerLoad load) => new(metrics.WorkerRequests(load.Id), metrics.Picks(load.Id, scheduler.Profile.Name));

    private void Forget(WorkerLoad load)
    {
        if (_series.TryRemove(load, out Series? series))
        {
            series.Requests.Remove();
            series.Picks.Remove();
        }
    }

    private sealed record Series(Gauge.Child Requests, Counter.Child Picks);
}
