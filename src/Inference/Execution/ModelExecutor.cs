using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Models;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>Chooses the executor that fits a graph.</summary>
internal static class ModelExecutor
{
    /// <param name="graph">The model.</param>
    /// <param name="arena">Where its KV rows are; nobody uses it yet.</param>
    /// <param name="chunkTokens">Most tokens of one prefill call.</param>
    /// <exception cref="ModelFolderException">The graph does not compute a token.</exception>
    public static IModelExecutor For(DecoderGraph graph, KvArena arena, int chunkTokens)
    {
        int chunkMax = Math.Min(chunkTokens, arena.Capacity);
        try
        {
            IModelExecutor executor = graph.AppendsInPlace ? new InPlaceExecutor(graph, arena, chunkMax) : new CopyingExecutor(graph, arena, chunkMax);
            executor.Prefill(slot: 0, past: 0, [0]);
            return executor;
        }
        catch (OnnxRuntimeException fault)
        {
            throw new ModelFolderException($"The graph '{graph.Config.GraphPath}' loads but does not run: {fault.Message}", fault);
        }
    }
}
