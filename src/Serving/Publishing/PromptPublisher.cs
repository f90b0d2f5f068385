using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Serving.Publishing;

/// <summary>Tells the prefix cache's watcher of a prompt before it is computed.</summary>
internal sealed class PromptPublisher(InferenceEngine engine, TextResidency residency)
{
    /// <summary>Whatever of this prompt is stored from now on is published under its text.</summary>
    public void Announce(GenerationRequest request, PromptText text)
    {
        if (engine.Blocks is { } store && text.Keys.Length > 0)
        {
            residency.Tie(text, engine.BlockKeysOf(request), request.Prompt.Length, store.BlockTokens);
        }
    }
}
