using Prometheus;

namespace InferenceGateway.Gateway.Health;

/// <summary>The series of this feature.</summary>
internal sealed class HealthMetrics(CollectorRegistry registry)
{
    private readonly Counter _ejections = Metrics.WithCustomRegistry(registry).CreateCounter(
        "inference_gateway_worker_ejections_total", "Times a worker was left out because requests to it failed.", ["worker"]);

    private readonly Gauge _ejected = Metrics.WithCustomRegistry(registry).CreateGauge(
        "inference_gateway_workers_ejected", "Workers that are left out now.");

    public void Ejected(string worker) => _ejections.WithLabels(worker).Inc();

    public void Ejections(int now) => _ejected.Set(now);

    public void Forget(string worker) => _ejections.RemoveLabelled(worker);
}
