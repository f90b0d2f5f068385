using System.Diagnostics;
using InferenceGateway.Contracts.Generation;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.Benchmarks;

/// <summary>The engine under the same work: slots, channels, sampling and all.</summary>
internal static class EngineLoop
{
    /// <summary>Tokens per second while all rows decode: from the moment the last prompt is done to the first end.</summary>
    public static async Task<double> DecodeAsync(InferenceEngine engine, int rows, int past, int steps)
    {
        TokenStream[] streams = [.. Enumerable.Range(0, rows).Select(_ => new TokenStream(1))];
        Generation[] running = await Task.WhenAll(streams.Select(stream => engine.GenerateAsync(Request(Repeated(past), steps + 64), stream, 0, default).AsTask()));
        foreach (TokenStream stream in streams)
        {
            await stream.Reader.ReadAsync();
        }

        long start = Stopwatch.GetTimestamp();
        int[] drawn = await Task.WhenAll(streams.Select(stream => TakeAsync(stream, steps)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (Generation generation in running)
        {
            generation.Dispose();
        }

        return drawn.Sum() / seconds;
    }

    /// <summary>Tokens per second of one stream while a prompt is computed beside it, from the prompt's start to its end.</summary>
    public static async Task<double> DecodeBesideAsync(InferenceEngine engine, int past, int[] prompt)
    {
        TokenStream stream = new(1);
        using Generation running = await engine.GenerateAsync(Request(Repeated(past), prompt.Length), stream, 0, default);
        await stream.Reader.ReadAsync();
        long start = Stopwatch.GetTimestamp();
        using Prefill prefill = await engine.PrefillAsync(Request(prompt, 1), draw: true, default);
        await prefill.FirstToken;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int drawn = 0;
        while (stream.Reader.TryRead(out _))
        {
            drawn++;
        }

        return drawn / seconds;
    }

    /// <summary>Tokens per second of one prompt.</summary>
    public static async Task<double> PrefillAsync(InferenceEngine engine, int[] prompt)
    {
        long start = Stopwatch.GetTimestamp();
        using Prefill prefill = await engine.PrefillAsync(Request(prompt, 1), draw: true, default);
        await prefill.FirstToken;
        return prompt.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>A prompt of one token over and over.</summary>
    public static int[] Repeated(int tokens) => [.. Enumerable.Repeat(20, tokens)];

    private static async Task<int> TakeAsync(TokenStream stream, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await stream.Reader.ReadAsync();
        }

        return count;
    }

    private static GenerationRequest Request(int[] prompt, int maxTokens) => new()
    {
        RequestId = "benchmark",
        Prompt = prompt,
        MaxTokens = maxTokens,
        StopTokens = [],
        Sampling = new SamplingParameters { Temperature = 0 },
    };
}
