using InferenceGateway.Contracts.Workers;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.EngineSimulator.Telemetry;
using InferenceGateway.Hosting;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>One simulated worker: an engine behind a port.</summary>
/// <param name="engine">The engine.</param>
/// <param name="role">Its pool.</param>
/// <param name="metrics">Its metrics.</param>
public sealed class SimulatedWorker(SimulatedEngine engine, WorkerRole role, SimulatedMetrics metrics)
{
    private MarkedListener? _listener;

    /// <summary>Its engine; to be called by actions of the clock only.</summary>
    public SimulatedEngine Engine => engine;

    /// <summary>Its pool.</summary>
    public WorkerRole Role => role;

    /// <summary>Its name in directory, headers and logs.</summary>
    public string Id => engine.Id;

    /// <summary>Base URL of its port.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public string Url => Listener.Url;

    internal SimulatedMetrics Metrics => metrics;

    internal MarkedListener Listener
    {
        get => _listener ?? throw new InvalidOperationException("The simulator has not started listening.");
        set => _listener = value;
    }
}
