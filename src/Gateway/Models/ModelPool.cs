using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.Models;

/// <summary>All workers of one model, of both roles, at one instant.</summary>
internal sealed class ModelPool(string model, WorkerEndpoint[] workers, ModelMetrics metrics)
{
    public string Model { get; } = model;

    public WorkerEndpoint[] Workers { get; } = workers;

    public ModelMetrics Metrics { get; } = metrics;
}
