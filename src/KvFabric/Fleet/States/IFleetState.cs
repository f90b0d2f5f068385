namespace InferenceGateway.KvFabric.Fleet.States;

/// <summary>What workers said last about their load. Thread-safe; allocates nothing.</summary>
public interface IFleetState
{
    /// <summary>The newest state of a worker.</summary>
    /// <param name="worker">Its number (<see cref="WorkerNumbers"/>).</param>
    /// <param name="state">What it said; all zero if nothing.</param>
    /// <param name="age">Time since it said so. A live worker speaks at least every <c>Fleet:HeartbeatSeconds</c>.</param>
    /// <returns>False if it never said anything in this life, as foreign engines do.</returns>
    bool TryRead(int worker, out WorkerState state, out TimeSpan age);
}
