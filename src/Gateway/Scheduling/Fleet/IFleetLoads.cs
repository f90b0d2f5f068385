using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling.Fleet;

/// <summary>What other gateways and the workers themselves say of the load. Asked for every worker at every decision: arrays, no look-ups.</summary>
public interface IFleetLoads
{
    /// <summary>What other gateways have in flight on a worker.</summary>
    InFlight Others(WorkerEndpoint worker);

    /// <summary>What a worker last said of itself; null when it said nothing.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="now">The present, as a timestamp of the clock.</param>
    EngineState? Engine(WorkerEndpoint worker, long now);
}

/// <summary>What was written into <see cref="WorkerLoad.Others"/> and <see cref="WorkerLoad.Engine"/>.</summary>
public sealed class WrittenLoads : IFleetLoads
{
    private WrittenLoads()
    {
    }

    /// <summary>The only one.</summary>
    public static WrittenLoads Instance { get; } = new();

    /// <inheritdoc/>
    public InFlight Others(WorkerEndpoint worker) => worker.Load.Others;

    /// <inheritdoc/>
    public EngineState? Engine(WorkerEndpoint worker, long now) => worker.Load.Engine;
}
