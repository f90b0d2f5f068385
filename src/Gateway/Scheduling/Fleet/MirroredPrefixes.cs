using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.Prefixes;

namespace InferenceGateway.Gateway.Scheduling.Fleet;

/// <summary>Prefixes as the directory's mirror knows them.</summary>
internal sealed class MirroredPrefixes(IPrefixView view) : IPrefixSource
{
    public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths)
    {
        Span<int> numbers = stackalloc int[workers.Length];
        for (int i = 0; i < workers.Length; i++)
        {
            numbers[i] = workers[i].Number;
        }

        view.Match(model, keys, numbers, depths);
        for (int i = 0; i < workers.Length; i++)
        {
            // Silent workers; one whose blocks are just being read anew still counts with what was known.
            if (depths[i] == 0 && !view.IsCurrent(numbers[i]))
            {
                depths[i] = -1;
            }
        }
    }

    public void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys) => view.Expect(model, worker.Number, keys);
}
