using InferenceGateway.EngineSimulator.Blocks;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Measuring;

/// <summary>
/// What the best placement could reach: one cache with the room of all workers together, in which every prompt stands as soon as it
/// arrives, and of which running sequences take nothing.
/// </summary>
public static class IdealCache
{
    /// <summary>Prompt tokens found, by all prompt tokens.</summary>
    /// <param name="trace">The requests.</param>
    /// <param name="blocks">Room of all caches, in blocks.</param>
    public static double HitRate(Trace trace, long blocks)
    {
        BlockPool pool = new((int)Math.Min(blocks, int.MaxValue));
        long found = 0;
        long asked = 0;
        foreach (TraceRequest request in trace.Requests)
        {
            asked += request.PromptTokens;
            int reusable = (request.PromptTokens - 1) / trace.BlockTokens;
            found += (long)trace.BlockTokens * pool.Match(request.Blocks.AsSpan(0, Math.Min(reusable, request.Blocks.Length)));
            Store(pool, request.Blocks);
        }

        return (double)found / asked;
    }

    private static void Store(BlockPool pool, BlockKey[] blocks)
    {
        BlockLease? lease = pool.TryLease(blocks, blocks.Length, blocks.Length);
        lease?.Fill(blocks.Length);
        lease?.End();
    }
}
