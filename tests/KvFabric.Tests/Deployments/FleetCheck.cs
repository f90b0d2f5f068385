using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.KvFabric.Tests.Fleet;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Deployments;

/// <summary>Everything that goes through Redis, once: records, block events, states, in-flight counts.</summary>
internal static class FleetCheck
{
    /// <summary>Waits until all of it has arrived.</summary>
    /// <param name="worker">Speaks.</param>
    /// <param name="one">Hears it, and tells in-flight counts.</param>
    /// <param name="two">Hears both.</param>
    /// <param name="round">Another number at each call.</param>
    public static async Task AllArrivesAsync(FleetWorker worker, FleetGateway one, FleetGateway two, int round)
    {
        var keys = PromptKeys.Of(1000 + round, 50);
        var load = new InFlightLoad(round, 10 * round, 100 * round);
        worker.Load = new WorkerState(round, 0, 0.5, 0, 0);

        worker.Publisher.Stored(null, keys);
        one.InFlight.Report(one.Numbers.Of(worker.Id), load);

        await one.SeesAsync(worker, keys, 50);
        await two.SeesAsync(worker, keys, 50);
        await Eventually.TrueAsync(
            $"round {round}: the worker's state", () => two.States.TryRead(two.Numbers.Of(worker.Id), out var state, out _) && state.Running == round);
        await Eventually.TrueAsync($"round {round}: the in-flight counts", () => two.InFlight.Others(two.Numbers.Of(worker.Id)) == load);
    }
}
