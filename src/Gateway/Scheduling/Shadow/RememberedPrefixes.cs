using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Scheduling.Shadow;

/// <summary>What workers would hold, had a profile's own decisions been carried out.</summary>
internal sealed class RememberedPrefixes(ApproximatePrefixes remembered) : IPrefixSource
{
    public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths) =>
        remembered.Match(keys, workers, depths);

    public void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys) => remembered.Remember(keys, worker);
}
