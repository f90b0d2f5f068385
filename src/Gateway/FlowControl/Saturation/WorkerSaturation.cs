using System.Collections.Frozen;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.FlowControl.Saturation;

/// <summary>Capacity by the slots that decode workers announce, or that are configured for engines of other makers. Summed once per change of the directory, by the first request that sees it.</summary>
internal sealed class WorkerSaturation(WorkerSource workers, IOptions<SaturationOptions> options) : ISaturation
{
    private volatile Built _built = new(WorkerSnapshot.Empty, FrozenDictionary<string, PoolCapacity>.Empty);

    public PoolCapacity CapacityOf(string model)
    {
        WorkerSnapshot snapshot = workers.Current;
        Built built = _built;
        FrozenDictionary<string, PoolCapacity> pools = ReferenceEquals(built.Snapshot, snapshot) ? built.Pools : Rebuild(snapshot);
        return pools.GetValueOrDefault(model);
    }

    private FrozenDictionary<string, PoolCapacity> Rebuild(WorkerSnapshot snapshot)
    {
        FrozenDictionary<string, PoolCapacity> pools = snapshot.Workers
            .Where(worker => worker is { Role: WorkerRole.Decode, Draining: false })
            .GroupBy(worker => worker.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(pool => pool.Key, pool => Sum([.. pool]), StringComparer.Ordinal);
        _built = new Built(snapshot, pools);
        return pools;
    }

    // However small its part, a gateway can always run one request on a pool that has a worker.
    private PoolCapacity Sum(WorkerRecord[] pool)
    {
        double slots = pool.Sum(worker => (double)worker.Slots) / options.Value.Gateways;
        double tokens = pool.Sum(worker => (double)worker.Slots * worker.ContextLength) / options.Value.Gateways;
        return new PoolCapacity(
            pool.Length,
            (int)Math.Clamp(slots * options.Value.RequestsPerSlot, 1, int.MaxValue),
            (long)Math.Clamp(tokens * options.Value.TokenShare, 1, 1e15));
    }

    private sealed record Built(WorkerSnapshot Snapshot, FrozenDictionary<string, PoolCapacity> Pools);
}
