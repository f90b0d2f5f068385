using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.KvFabric.Prompts;

namespace InferenceGateway.Gateway.Models;

/// <summary>All workers of one model, of both roles, at one instant; or those of them that have an adapter of it.</summary>
internal sealed class ModelPool(string model, string? adapter, WorkerEndpoint[] workers, ModelMetrics metrics)
{
    private readonly PromptChain _unsalted = new(new PromptScope(model, adapter ?? ""));

    /// <summary>The model's name, as its workers register it.</summary>
    public string Model { get; } = model;

    /// <summary>The adapter, or null for the model itself.</summary>
    public string? Adapter { get; } = adapter;

    /// <summary>What a request to these workers has to ask for.</summary>
    public string Name => Adapter ?? Model;

    public WorkerEndpoint[] Workers { get; } = workers;

    public ModelMetrics Metrics { get; } = metrics;

    /// <summary>Keys of prompts for these workers.</summary>
    public PromptChain Chain(string cacheSalt) =>
        cacheSalt.Length == 0 ? _unsalted : new PromptChain(new PromptScope(Model, Adapter ?? "", cacheSalt));
}
