using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.Publishing;

namespace InferenceGateway.Serving.Generating;

/// <summary>Begins a generation: the prompt computed here, or by a prefill worker.</summary>
internal interface IGenerationStarter
{
    /// <summary>Returns once the generation has a slot and is on its way.</summary>
    /// <param name="request">What to generate.</param>
    /// <param name="text">Its prompt's text, for the directory.</param>
    /// <param name="stream">Takes the tokens.</param>
    /// <param name="choice">Number of the answer in the stream.</param>
    /// <param name="prefillCandidates">Prefill workers by the gateway's choice, in the order to try; empty to compute the prompt here.</param>
    /// <param name="cancellation">The client's leaving.</param>
    /// <exception cref="Contracts.Errors.OpenAiException">No slot or no prefill worker is to be had.</exception>
    Task<StartedGeneration> StartAsync(
        GenerationRequest request, PromptText text, TokenStream stream, int choice, IReadOnlyList<string> prefillCandidates, CancellationToken cancellation);
}

/// <summary>A generation on its way. Disposing it ends it.</summary>
/// <param name="Generation">Its tokens.</param>
/// <param name="Share">What it adds to the worker's load.</param>
/// <param name="PrefillWorker">Who computed the prompt, if somebody else did.</param>
internal sealed record StartedGeneration(Generation Generation, ServedLoads.LoadShare Share, string? PrefillWorker) : IDisposable
{
    public void Dispose()
    {
        Generation.Dispose();
        Share.Dispose();
    }
}
