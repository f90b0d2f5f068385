namespace InferenceGateway.Standalone.Benchmarks;

/// <summary>Requests of a given size; their prompts differ from one another, so that no cache can help.</summary>
internal static class Workload
{
    public static string Body(int promptTokens, int maxTokens, int seed)
    {
        Random random = new(seed);
        string prompt = string.Join(',', Enumerable.Range(0, promptTokens).Select(_ => random.Next(16, 1500)));
        return $$"""{"model":"fable","stream":true,"temperature":0,"max_tokens":{{maxTokens}},"logit_bias":{"2":-100,"6":-100},"prompt":[{{prompt}}]}""";
    }
}
