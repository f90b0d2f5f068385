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
    /// <exception cref="ModelFolderException">The graph does not compute a token, or a chunk's logits are more than one array holds.</exception>
    public static IModelExecutor For(DecoderGraph graph, KvArena arena, int chunkTokens)
    {
        int chunkMax = Math.Min(chunkTokens, arena.Capacity);
        RequireRoomForLogits(graph, chunkMax);
        IModelExecutor executor = graph.AppendsInPlace ? new InPlaceExecutor(graph, arena, chunkMax) : new CopyingExecutor(graph, arena, chunkMax);
        try
        {
            executor.Try();
            return executor;
        }
        catch (OnnxRuntimeException fault)
        {
            executor.Dispose();
            throw new ModelFolderException($"The graph '{graph.Config.GraphPath}' loads but does not run: {fault.Message}", fault);
        }
    }

    private static void RequireRoomForLogits(DecoderGraph graph, int chunkMax)
    {
        int most = Array.MaxLength / graph.VocabularySize;
        if (graph.Inputs.LogitRows(chunkMax) > most)
        {
            throw new ModelFolderException(
                $"The graph '{graph.Config.GraphPath}' gives {graph.VocabularySize} logits for each token of a chunk; PrefillChunkTokens is {chunkMax}, at most {most} can be served.");
        }
    }
}
