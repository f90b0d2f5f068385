namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>
/// What all gateways together have in flight: each tells its own totals, and hears those of the others within some 20 ms. Costs no round
/// trip per request. Thread-safe; allocates nothing. Workers go by their numbers (<see cref="WorkerNumbers"/>).
/// </summary>
public interface IFleetInFlight
{
    /// <summary>Says what this gateway has in flight on a worker now: the total, not the change. As cheap as a few stores.</summary>
    void Report(int worker, in InFlightLoad own);

    /// <summary>
    /// What all other live gateways have in flight on a worker. A gateway that dies is out of it after <c>Fleet:InFlightLeaseSeconds</c>,
    /// one that leaves at once.
    /// </summary>
    InFlightLoad Others(int worker);
}
