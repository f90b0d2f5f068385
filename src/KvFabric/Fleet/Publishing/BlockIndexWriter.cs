using System.IO.Pipelines;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.Wire;

namespace InferenceGateway.KvFabric.Fleet.Publishing;

/// <summary>Writes all blocks of a worker: a message's beginning, then runs of stored blocks, each block after the one before it.</summary>
internal static class BlockIndexWriter
{
    private const int FlushBytes = 64 * 1024;

    public static async Task WriteAsync(BlockLedger ledger, string workerId, long epoch, PipeWriter to, CancellationToken cancellation)
    {
        var blocks = ledger.Copy(out long last);
        new FleetFrame(FrameKind.Index, workerId, epoch, last).Write(to);
        while (WriteSome(blocks, to))
        {
            var flushed = await to.FlushAsync(cancellation);
            if (flushed.IsCompleted)
            {
                return;
            }
        }

        await to.FlushAsync(cancellation);
    }

    private static bool WriteSome(BlockWalk blocks, PipeWriter to)
    {
        Span<BlockKey> keys = stackalloc BlockKey[BlockRun.KeysMax];
        for (int written = 0; written < FlushBytes; written += keys.Length * BlockKey.Size)
        {
            int count = blocks.Read(keys, out var parent);
            if (count == 0)
            {
                return false;
            }

            BlockRun.Write(to, BlockRun.Stored(parent, count), keys[..count]);
        }

        return true;
    }
}
