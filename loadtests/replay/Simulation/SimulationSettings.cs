using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Replay.Measuring;

namespace InferenceGateway.Replay.Simulation;

/// <summary>What is simulated.</summary>
public sealed record SimulationSettings
{
    /// <summary>How fast each engine is.</summary>
    public required EngineCalibration Calibration { get; init; }

    /// <summary>Name of the scheduler's profile.</summary>
    public required string Profile { get; init; }

    /// <summary>The scheduler's options, as a gateway has them.</summary>
    public SchedulingOptions Scheduling { get; init; } = new();

    /// <summary>What the gateways believe of workers' speed before they have learnt.</summary>
    public PredictionOptions Prediction { get; init; } = new();

    /// <summary>Workers that answer.</summary>
    public int DecodeWorkers { get; init; } = 8;

    /// <summary>Workers that compute prompts for others; with any, every request is split.</summary>
    public int PrefillWorkers { get; init; }

    /// <summary>Gateways; each request comes to one of them at random.</summary>
    public int Gateways { get; init; } = 1;

    /// <summary>Seconds until a worker's events are in a gateway's mirror.</summary>
    public double EventSeconds { get; init; } = 0.02;

    /// <summary>Seconds between a change of a gateway's loads and its announcement, and again until the others have it.</summary>
    public double ExchangeSeconds { get; init; } = 0.02;

    /// <summary>Seconds between two looks at an engine's load; it is announced when it changed.</summary>
    public double StateSeconds { get; init; } = 0.1;

    /// <summary>Seconds after which an announcement is repeated unchanged.</summary>
    public double HeartbeatSeconds { get; init; } = 1;

    /// <summary>Seconds for which a gateway believes that a worker will hold the prompt it was sent.</summary>
    public double ExpectSeconds { get; init; } = 2;

    /// <summary>Bounds of each engine.</summary>
    public EngineBounds Bounds { get; init; } = new(WaitingMax: 100_000, HandoffSeconds: 600);

    /// <summary>What counts as served well.</summary>
    public Slo Slo { get; init; } = new(FirstTokenSeconds: 10, PerTokenSeconds: 0.2);

    /// <summary>Of all random choices.</summary>
    public int Seed { get; init; } = 1;

    public int Workers => DecodeWorkers + PrefillWorkers;
}
