using InferenceGateway.Contracts.Errors;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Serving.Generating;

/// <summary>Computes prompts in this worker's own engine.</summary>
internal sealed class LocalStarter(InferenceEngine engine) : IGenerationStarter
{
    /// <summary>What a client should wait when all slots and places are taken: about the length of a short answer.</summary>
    public static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    public async Task<StartedGeneration> StartAsync(
        GenerationRequest request, TokenStream stream, int choice, IReadOnlyList<string> prefillCandidates, CancellationToken cancellation)
    {
        try
        {
            Generation generation = await engine.GenerateAsync(request, stream, choice, cancellation);
            return new StartedGeneration(generation, PrefillWorker: null);
        }
        catch (EngineBusyException busy)
        {
            throw Busy(busy);
        }
    }

    /// <summary>The answer to a client when the engine's queue is full.</summary>
    public static OpenAiException Busy(EngineBusyException busy) =>
        new(new OpenAiError(429, new OpenAiErrorBody(busy.Message, "rate_limit_error", null, "server_is_overloaded"), BusyRetryAfter));
}
