using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;

namespace InferenceGateway.Inference.Execution;

/// <summary>Chooses the executor that fits a graph.</summary>
internal static class ModelExecutor
{
    /// <param name="graph">The model.</param>
    /// <param name="arena">Where its KV rows are.</param>
    /// <param name="chunkTokens">Most tokens of one prefill call.</param>
    public static IModelExecutor For(DecoderGraph graph, KvArena arena, int chunkTokens)
    {
        int chunkMax = Math.Min(chunkTokens, arena.Capacity);
        return graph.AppendsInPlace ? new InPlaceExecutor(graph, arena, chunkMax) : new CopyingExecutor(graph, arena, chunkMax);
    }
}
