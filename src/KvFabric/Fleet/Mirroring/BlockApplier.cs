using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.Wire;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>Enters runs of block events into an index, each run under one short lock.</summary>
internal static class BlockApplier
{
    /// <summary>Counts the events in these runs. False if they are broken.</summary>
    public static bool TryCount(ReadOnlySpan<byte> runs, out int count)
    {
        Span<BlockKey> keys = stackalloc BlockKey[BlockRun.KeysMax];
        var reader = new WireReader(runs);
        count = 0;
        while (reader.Left > 0)
        {
            if (!BlockRun.TryRead(ref reader, keys, out var run))
            {
                return false;
            }

            count += run.Count;
        }

        return true;
    }

    /// <summary>Applies the runs but for their first events; they have been counted, so they are whole.</summary>
    public static void Apply(PrefixIndex index, int worker, ReadOnlySpan<byte> runs, long skip = 0)
    {
        Span<BlockKey> keys = stackalloc BlockKey[BlockRun.KeysMax];
        var reader = new WireReader(runs);
        while (reader.Left > 0 && BlockRun.TryRead(ref reader, keys, out var run))
        {
            int known = (int)Math.Min(skip, run.Count);
            skip -= known;
            if (known < run.Count)
            {
                Apply(index, worker, run, known == 0 ? run.Parent : keys[known - 1], keys[known..run.Count]);
            }
        }
    }

    private static void Apply(PrefixIndex index, int worker, BlockRun run, BlockKey? parent, ReadOnlySpan<BlockKey> keys)
    {
        if (run.Operation != BlockOperation.Removed)
        {
            index.Add(worker, parent, keys);
            return;
        }

        foreach (var key in keys)
        {
            index.Remove(worker, key);
        }
    }
}
