using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Tests.Engine;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Inference.Tests.PrefixCache;

/// <summary>The oracle: whatever comes from the cache, the tokens are those of an engine that has none.</summary>
public sealed class PrefixReuseTests
{
    private const long Mebibyte = 1 << 20;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(128)]
    [InlineData(50)]
    public async Task Prompts_that_share_beginnings_give_the_tokens_of_an_engine_without_a_cache(int chunk)
    {
        GenerationRequest[] requests = [.. Enumerable.Range(0, 40).Select(Prompts.Sharing)];
        List<int[]> plain = await AloneAsync(requests);
        CacheObserver observer = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 8, chunk: chunk, cacheBytes: 64 * Mebibyte, observer: observer);

        int[][] first = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));
        int computed = observer.Computed;
        int[][] second = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

        Assert.Equal(plain, first);
        Assert.Equal(plain, second);
        Assert.Equal(requests.Sum(request => 1 + ((request.Prompt.Length - 1) % 16)), observer.Computed - computed);
        Assert.Equal(2 * requests.Sum(request => request.Prompt.Length), observer.Asked);
        Assert.Equal(observer.Asked, observer.Found + observer.Computed);
        Assert.Equal(0, engine.Blocks!.Counts.Pinned);
    }

    [Fact]
    public async Task Cache_too_small_for_the_work_changes_no_token()
    {
        GenerationRequest[] requests = [.. Enumerable.Range(0, 24).Select(Prompts.Sharing)];
        List<int[]> plain = await AloneAsync(requests);
        CacheObserver observer = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 4, chunk: 64, cacheBytes: Mebibyte, observer: observer);

        int[][] cached = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

        Assert.Equal(plain, cached);
        Assert.Contains(observer.Changes, change => !change.Stored);
    }

    [Fact]
    public async Task Next_turn_of_a_chat_finds_prompt_and_answer_of_the_turn_before()
    {
        await using InferenceEngine alone = EngineFixture.Start(slots: 1);
        await using InferenceEngine engine = EngineFixture.Start(slots: 2, cacheBytes: 16 * Mebibyte);
        int[] history = EngineFixture.Prompt(70, seed: 5);
        int cached = 0;
        for (int turn = 0; turn < 6; turn++)
        {
            GenerationRequest request = Prompts.Of(turn, history, maxTokens: 30);
            (int[] answer, int found) = await Prompts.RunAsync(engine, request, Deadline);

            Assert.Equal(await EngineFixture.GenerateAsync(alone, request, Deadline), answer);
            Assert.Equal(cached, found);

            // The last token of an answer was drawn, but nothing has been computed from it.
            cached = (history.Length + answer.Length - 1) / 16 * 16;
            history = [.. history, .. answer, .. EngineFixture.Prompt(9, seed: 100 + turn)];
        }
    }

    [Fact]
    public async Task Hits_are_counted_in_tokens_of_full_blocks_and_leave_one_token_to_compute()
    {
        CacheObserver observer = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 2, cacheBytes: 16 * Mebibyte, observer: observer);
        int[] prompt = EngineFixture.Prompt(96, seed: 1);
        int[] found = new int[4];
        for (int at = 0; at < 4; at++)
        {
            int[] beginning = prompt[..new[] { 90, 90, 96, 15 }[at]];
            (_, found[at]) = await Prompts.RunAsync(engine, Prompts.Of(0, beginning, maxTokens: 1), Deadline);
        }

        // 90 tokens fill 5 blocks; of 96, which fill 6, the last block is computed although the 5 before it are there.
        Assert.Equal([0, 80, 80, 0], found);
        Assert.Equal(90 + 90 + 96 + 15, observer.Asked);
        Assert.Equal(160, observer.Found);
        Assert.Equal(80, (await Prompts.RunAsync(engine, Prompts.Of(0, prompt, maxTokens: 1), Deadline)).Cached);
    }

    [Fact]
    public async Task Salts_keep_requests_apart()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 2, cacheBytes: 16 * Mebibyte);
        GenerationRequest request = Prompts.Of(0, EngineFixture.Prompt(100, seed: 1), maxTokens: 2);
        List<int> found = [];
        foreach (string? salt in new[] { null, "a", "b", "a", null })
        {
            found.Add((await Prompts.RunAsync(engine, request with { CacheSalt = salt }, Deadline)).Cached);
        }

        Assert.Equal([0, 0, 0, 96, 96], found);
    }

    [Fact]
    public async Task Same_prompts_at_once_are_computed_about_once()
    {
        CacheObserver observer = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 8, chunk: 64, cacheBytes: 16 * Mebibyte, observer: observer);
        GenerationRequest request = Prompts.Of(0, EngineFixture.Prompt(1000, seed: 3), maxTokens: 4);

        int[][] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EngineFixture.GenerateAsync(engine, request, Deadline)));

        Assert.Single(answers.Select(answer => string.Join(',', answer)).Distinct());

        // Once the prompt, and for each of the eight at most its last block, which is never taken from the cache as a whole.
        Assert.InRange(observer.Computed, 1000, 1000 + (8 * 64));
    }

    [Fact]
    public async Task Beginning_imported_into_a_slot_that_the_batch_runs_over_keeps_its_row_0()
    {
        GenerationRequest late = Prompts.Of(2, EngineFixture.Prompt(100, seed: 9), maxTokens: 20) with { TopLogprobs = 0 };
        List<GeneratedToken> plain;
        await using (InferenceEngine alone = EngineFixture.Start(slots: 1))
        {
            plain = (await Prompts.AskAsync(alone, late, Deadline)).Answer;
        }

        await using InferenceEngine engine = EngineFixture.Start(slots: 3, chunk: 16, cacheBytes: 16 * Mebibyte);
        await EngineFixture.GenerateAsync(engine, late with { Prompt = late.Prompt[..48], MaxTokens = 1 }, Deadline);
        TokenStream low = new(1), high = new(1);
        Generation lowest = await engine.GenerateAsync(EngineFixture.Request(4, 8, 2000), low, 0, Deadline);
        using Generation highest = await engine.GenerateAsync(EngineFixture.Request(6, 8, 2000), high, 0, Deadline);
        await low.Reader.ReadAsync(Deadline);
        await high.Reader.ReadAsync(Deadline);
        using Generation third = await engine.GenerateAsync(EngineFixture.Request(8, 8, 2000), new TokenStream(1), 0, Deadline);

        // The waiting request gets slot 0, below the two that decode, and is filled 16 tokens a step while the batch runs over it.
        Task<(List<GeneratedToken> Answer, int Cached)> waiting = Prompts.AskAsync(engine, late, Deadline);
        lowest.Dispose();
        (List<GeneratedToken> answer, int found) = await waiting;

        // A token may survive a wrong row; its probability does not.
        Assert.Equal(48, found);
        Assert.Equal(plain.Select(token => token.Id), answer.Select(token => token.Id));
        Assert.All(plain.Zip(answer), pair => Assert.Equal(pair.First.Logprobs!.Logprob, pair.Second.Logprobs!.Logprob, tolerance: 1e-3));
        Assert.False(high.Reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task Cache_switched_off_finds_nothing()
    {
        CacheObserver observer = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 1, cacheBytes: 0, observer: observer);
        GenerationRequest request = Prompts.Of(0, EngineFixture.Prompt(64, seed: 1), maxTokens: 2);

        Assert.Equal(0, (await Prompts.RunAsync(engine, request, Deadline)).Cached);
        Assert.Equal(0, (await Prompts.RunAsync(engine, request, Deadline)).Cached);
        Assert.Null(engine.Blocks);
        Assert.Equal(0, observer.Asked);
        Assert.Equal(128, observer.Computed);
    }

    [Fact]
    public async Task Sequences_cancelled_on_the_way_leave_no_block_held()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 4, chunk: 32, cacheBytes: 4 * Mebibyte);
        for (int round = 0; round < 12; round++)
        {
            TokenStream stream = new(1);
            Generation generation = await engine.GenerateAsync(Prompts.Sharing(round) with { MaxTokens = 1000 }, stream, 0, Deadline);
            if (round % 2 == 0)
            {
                await stream.Reader.ReadAsync(Deadline);
            }

            generation.Dispose();
        }

        // One more through the loop: then it has let go of all before. Its own slot it gives back just after its last token.
        await EngineFixture.GenerateAsync(engine, Prompts.Sharing(0), Deadline);

        await Eventually.TrueAsync("all slots free", () => engine.Load == new EngineLoad(0, 0, 0));
        Assert.Equal(0, engine.Blocks!.Counts.Pinned);
        Assert.Equal(engine.Blocks.BlocksMax, engine.Blocks.Counts.Free + engine.Blocks.Counts.Cached);
    }

    private static async Task<List<int[]>> AloneAsync(IEnumerable<GenerationRequest> requests)
    {
        await using InferenceEngine alone = EngineFixture.Start(slots: 1);
        List<int[]> answers = [];
        foreach (GenerationRequest request in requests)
        {
            answers.Add(await EngineFixture.GenerateAsync(alone, request, Deadline));
        }

        return answers;
    }
}
