using InferenceGateway.Contracts.Errors;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.Publishing;

namespace InferenceGateway.Serving.Generating;

/// <summary>Computes prompts in this worker's own engine.</summary>
internal sealed class LocalStarter(InferenceEngine engine, PromptPublisher prompts, ServedLoads loads) : IGenerationStarter
{
    /// <summary>What a client should wait when all slots and places are taken: about the length of a short answer.</summary>
    public static readonly TimeSpan BusyRetryAfter = TimeSpan.FromSeconds(1);

    public async Task<StartedGeneration> StartAsync(
        GenerationRequest request, PromptText text, TokenStream stream, int choice, IReadOnlyList<string> prefillCandidates, CancellationToken cancellation)
    {
        prompts.Announce(request, text);
        ServedLoads.LoadShare share = loads.Enter(request.Prompt.Length);
        try
        {
            Generation generation = await engine.GenerateAsync(request, stream, choice, cancellation);
            share.Run();
            return new StartedGeneration(generation, share, PrefillWorker: null);
        }
        catch (Exception fault)
        {
            share.Dispose();
            if (fault is EngineBusyException busy)
            {
                throw Busy(busy);
            }

            throw;
        }
    }

    /// <summary>The answer to a client when the engine's queue is full.</summary>
    public static OpenAiException Busy(EngineBusyException busy) =>
        new(new OpenAiError(429, new OpenAiErrorBody(busy.Message, "rate_limit_error", null, "server_is_overloaded"), BusyRetryAfter));
}
