using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload.Load;

namespace InferenceGateway.Overload.Measuring;

/// <summary>One priority's queue.</summary>
/// <param name="Priority">Which.</param>
/// <param name="LongestQueue">Most requests seen waiting.</param>
/// <param name="WaitP50">Seconds that half of those admitted waited at most, from the gateway's histogram; null if none was admitted.</param>
/// <param name="WaitP99">The same for 99 of 100.</param>
public sealed record QueueResult(RequestPriority Priority, double LongestQueue, double? WaitP50, double? WaitP99);

/// <summary>The gateway's bounds and what was seen.</summary>
/// <param name="QueueMax">Most waiting requests of a priority, as configured.</param>
/// <param name="RunningMax">Most admitted requests, by the pool's capacity.</param>
/// <param name="MostRunning">Most admitted requests seen.</param>
/// <param name="LeftOver">Requests still counted as running or waiting when all answers were there.</param>
/// <param name="Unsent">Requests that the load could not send.</param>
/// <param name="HeapStart">Managed bytes in use after a full collection before the load: gateway, engines and clients together.</param>
/// <param name="HeapEnd">The same after the load.</param>
/// <param name="ResidentMost">Largest resident memory of the process, in bytes.</param>
public sealed record BoundsResult(
    int QueueMax, int RunningMax, int MostRunning, int LeftOver, int Unsent, long HeapStart, long HeapEnd, long ResidentMost);

/// <summary>Everything that was measured.</summary>
/// <param name="Settings">Under which settings.</param>
/// <param name="Capacity">What the pool can serve.</param>
/// <param name="Tenants">By tenant.</param>
/// <param name="Queues">By priority, the highest first.</param>
/// <param name="Bounds">Bounds.</param>
/// <param name="Promises">What was promised.</param>
/// <param name="Samples">The gateway second by second.</param>
/// <param name="Outcomes">Every request.</param>
public sealed record OverloadResult(
    OverloadSettings Settings,
    Capacity Capacity,
    IReadOnlyList<TenantResult> Tenants,
    IReadOnlyList<QueueResult> Queues,
    BoundsResult Bounds,
    IReadOnlyList<Promise> Promises,
    IReadOnlyList<Sample> Samples,
    IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Whether every promise was kept.</summary>
    public bool Kept => Promises.All(promise => promise.Kept);
}
