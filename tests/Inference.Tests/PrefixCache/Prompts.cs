using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Tests.Engine;

namespace InferenceGateway.Inference.Tests.PrefixCache;

/// <summary>Requests whose prompts begin alike.</summary>
internal static class Prompts
{
    /// <summary>One of four beginnings, cut at some length, and an end of its own.</summary>
    public static GenerationRequest Sharing(int number)
    {
        int[] beginning = EngineFixture.Prompt(300, seed: 1000 + (number % 4))[..(number * 53 % 300)];
        return Of(number, [.. beginning, .. EngineFixture.Prompt(1 + (number * 7 % 40), seed: number)], maxTokens: 24);
    }

    /// <summary>Greedy for even numbers, seeded sampling for odd ones.</summary>
    public static GenerationRequest Of(int number, int[] prompt, int maxTokens) =>
        EngineFixture.Request(number, promptLength: 1, maxTokens) with { Prompt = prompt };

    /// <summary>The answer, and how much of its prompt came from the cache.</summary>
    public static async Task<(int[] Answer, int Cached)> RunAsync(
        InferenceEngine engine, GenerationRequest request, CancellationToken cancellation)
    {
        (List<GeneratedToken> answer, int cached) = await AskAsync(engine, request, cancellation);
        return ([.. answer.Select(token => token.Id)], cached);
    }

    /// <summary>The same, with all that is known of each token.</summary>
    public static async Task<(List<GeneratedToken> Answer, int Cached)> AskAsync(
        InferenceEngine engine, GenerationRequest request, CancellationToken cancellation)
    {
        TokenStream stream = new(1);
        using Generation generation = await engine.GenerateAsync(request, stream, 0, cancellation);
        return (await EngineFixture.DrainAsync(stream, cancellation), generation.CachedTokens);
    }
}
