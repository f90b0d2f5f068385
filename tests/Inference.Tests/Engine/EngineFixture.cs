using InferenceGateway.Contracts.Generation;
using InferenceGateway.Inference.Devices;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Models;

namespace InferenceGateway.Inference.Tests.Engine;

/// <summary>Engines over the default model, and prompts made of its token ids.</summary>
public static class EngineFixture
{
    public static string ModelFolder { get; } = FindModel();

    public static InferenceEngine Start(
        int slots = 16,
        int chunk = 128,
        int waiting = 64,
        int capacity = 2048,
        long cacheBytes = 0,
        CacheObserver? observer = null,
        IEngineObserver? steps = null,
        IExecutionDevice? device = null)
    {
        DecoderGraph graph = DecoderGraph.Load(ModelConfigReader.Read(ModelFolder), threads: 1, device);
        EngineOptions options = new()
        {
            Slots = slots,
            Capacity = capacity,
            PrefillChunkTokens = chunk,
            WaitingMax = waiting,
            PrefixCacheBytes = cacheBytes,
        };
        observer ??= new CacheObserver();
        return new InferenceEngine(graph, options, steps ?? observer, observer, TimeProvider.System);
    }

    /// <summary>A prompt of the given length whose ids depend on the seed.</summary>
    public static int[] Prompt(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(16, 1500))];
    }

    /// <summary>Greedy for even numbers, seeded sampling with truncation for odd ones.</summary>
    public static GenerationRequest Request(int number, int promptLength, int maxTokens) => new()
    {
        RequestId = $"test-{number}",
        Prompt = Prompt(promptLength, number),
        MaxTokens = maxTokens,
        StopTokens = [],
        Sampling = number % 2 == 0
            ? new SamplingParameters { Temperature = 0 }
            : new SamplingParameters { Temperature = 0.9f, TopP = 0.95f, Seed = (ulong)number },
    };

    public static async Task<List<GeneratedToken>> DrainAsync(TokenStream stream, CancellationToken cancellation)
    {
        List<GeneratedToken> tokens = [];
        await foreach (GeneratedToken token in stream.Reader.ReadAllAsync(cancellation))
        {
            tokens.Add(token);
        }

        return tokens;
    }

    public static async Task<int[]> GenerateAsync(InferenceEngine engine, GenerationRequest request, CancellationToken cancellation)
    {
        TokenStream stream = new(1);
        using Generation generation = await engine.GenerateAsync(request, stream, 0, cancellation);
        return [.. (await DrainAsync(stream, cancellation)).Select(token => token.Id)];
    }

    private static string FindModel()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.Directory.Exists(Path.Combine(folder.FullName, "models", "fable")))
        {
            folder = folder.Parent;
        }

        return folder is not null
            ? Path.Combine(folder.FullName, "models", "fable")
            : throw new InvalidOperationException("The default model, models/fable, is missing above the test program.");
    }
}
