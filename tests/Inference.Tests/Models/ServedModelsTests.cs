using InferenceGateway.Contracts.Generation;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Models;
using InferenceGateway.Inference.Tests.Engine;
using InferenceGateway.Inference.Tests.PrefixCache;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>Every kind of model folder against <see cref="NaiveLoop"/>: batched, from the prefix cache, and split over two engines.</summary>
public sealed class ServedModelsTests
{
    private const int AnswerTokens = 16;

    public static TheoryData<ServedModel> Models { get; } = [.. ServedModel.All];

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Models))]
    public void Graph_is_told_apart_by_what_it_does_with_the_cache(ServedModel model)
    {
        using GeneratedFolder folder = model.Generate();
        using DecoderGraph graph = folder.Load();

        Assert.Equal(model.InPlace, graph.AppendsInPlace);
        Assert.Equal(DecoderShape.SmallVocabulary, graph.VocabularySize);
        Assert.Equal(DecoderShape.SmallLayers, graph.Layout.Layers);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Sixteen_sequences_at_once_give_the_tokens_of_the_naive_loop(ServedModel model)
    {
        using GeneratedFolder folder = model.Generate();
        GenerationRequest[] requests = [.. Enumerable.Range(0, 16).Select(Request)];
        await using InferenceEngine engine = Start(folder, slots: 16);

        int[][] answers = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

        AssertGreedy(model, folder, requests, answers);
        Assert.Equal(new EngineLoad(0, 0, 0), engine.Load);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Rows_from_the_prefix_cache_give_the_tokens_of_the_naive_loop(ServedModel model)
    {
        using GeneratedFolder folder = model.Generate();
        GenerationRequest[] requests = [.. Enumerable.Range(0, 6).Select(i => Request(i) with { Prompt = [.. Prompt(50, seed: 100), .. Prompt(1 + i, i)] })];
        await using InferenceEngine engine = Start(folder, slots: 4, cacheBytes: 1 << 20);
        List<int[]> answers = [];
        foreach (GenerationRequest request in requests)
        {
            (int[] answer, int cached) = await Prompts.RunAsync(engine, request, Deadline);
            Assert.Equal(answers.Count == 0 ? 0 : 48, cached);
            answers.Add(answer);
        }

        AssertGreedy(model, folder, requests, [.. answers]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Rows_carried_to_another_engine_give_the_tokens_of_the_naive_loop(ServedModel model)
    {
        using GeneratedFolder folder = model.Generate();
        GenerationRequest[] requests = [.. Enumerable.Range(0, 8).Select(Request)];
        await using InferenceEngine prefills = Start(folder, slots: 2);
        await using InferenceEngine decodes = Start(folder, slots: 8);

        int[][] answers = await Task.WhenAll(requests.Select(request => Handoff.RunAsync(prefills, decodes, request, Deadline)));

        AssertGreedy(model, folder, requests, answers);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Model_draws_more_than_one_token_so_that_equal_answers_say_something(ServedModel model)
    {
        using GeneratedFolder folder = model.Generate();
        using NaiveLoop oracle = new(folder.Load());

        Assert.True(oracle.Generate(Prompt(20, seed: 7), AnswerTokens).Distinct().Count() > 3);
    }

    /// <summary>The weights are the same as those of the masked graph, so that graph is the oracle.</summary>
    [Fact]
    public async Task Graph_without_a_mask_among_several_tokens_is_found_out_and_gives_the_tokens_of_one_that_has_it()
    {
        DecoderShape shape = new(4, 2, 16);
        using GeneratedFolder unmasked = new GeneratedFolder().With("config.json", GeneratedFolder.Hub).With(PlainDecoder.Build(shape, new PlainOptions { Unmasked = true }));
        using GeneratedFolder masked = new GeneratedFolder().With("config.json", GeneratedFolder.Hub).With(PlainDecoder.Build(shape, new PlainOptions()));
        GenerationRequest[] requests = [.. Enumerable.Range(0, 6).Select(Request)];
        await using InferenceEngine engine = Start(unmasked, slots: 6);

        int[][] answers = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

        AssertGreedy(ServedModel.All[0], masked, requests, answers);
    }

    [Fact]
    public void Graph_that_loads_but_does_not_run_is_refused_by_name()
    {
        using GeneratedFolder folder = new GeneratedFolder().With("config.json", GeneratedFolder.Hub).With(Signature.Served().ToModel());

        ModelFolderException fault = Assert.Throws<ModelFolderException>(() => Start(folder, slots: 1));

        Assert.Contains("model.onnx", fault.Message, StringComparison.Ordinal);
        Assert.Contains("does not run", fault.Message, StringComparison.Ordinal);
    }

    private static InferenceEngine Start(GeneratedFolder folder, int slots, long cacheBytes = 0)
    {
        EngineOptions options = new()
        {
            Slots = slots,
            Capacity = DecoderShape.SmallContext,
            PrefillChunkTokens = 24,
            WaitingMax = 64,
            PrefixCacheBytes = cacheBytes,
        };
        CacheObserver observer = new();
        return new InferenceEngine(folder.Load(), options, observer, observer, TimeProvider.System);
    }

    private static int[] Prompt(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(4, DecoderShape.SmallVocabulary))];
    }

    private static GenerationRequest Request(int number) => new()
    {
        RequestId = $"models-{number}",
        Prompt = Prompt(1 + (number * 29 % 90), number),
        MaxTokens = AnswerTokens,
        StopTokens = [],
        Sampling = new SamplingParameters { Temperature = 0 },
    };

    private static void AssertGreedy(ServedModel model, GeneratedFolder folder, GenerationRequest[] requests, int[][] answers)
    {
        using NaiveLoop oracle = new(folder.Load());
        foreach ((GenerationRequest request, int[] answer) in requests.Zip(answers))
        {
            Assert.Equal(AnswerTokens, answer.Length);
            for (int i = 0; i < answer.Length; i++)
            {
                float[] logits = oracle.Logits([.. request.Prompt, .. answer[..i]]);
                Assert.InRange(logits.Max() - logits[answer[i]], 0, model.Slack);
            }
        }
    }
}
