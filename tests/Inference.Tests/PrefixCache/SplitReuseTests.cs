using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Tests.Engine;
using InferenceGateway.Inference.Tests.Models;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Tests.PrefixCache;

/// <summary>A prompt computed, or found, on one engine and answered on another, rows carried by hand.</summary>
public sealed class SplitReuseTests
{
    private const long CacheBytes = 32 << 20;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Split_prompts_found_in_the_prefill_cache_give_the_tokens_of_one_engine(bool draw)
    {
        CacheObserver observer = new();
        await using InferenceEngine alone = EngineFixture.Start(slots: 1);
        await using InferenceEngine prefills = EngineFixture.Start(slots: 2, chunk: 50, cacheBytes: CacheBytes, observer: observer);
        await using InferenceEngine decodes = EngineFixture.Start(slots: 2, cacheBytes: CacheBytes);
        for (int number = 0; number < 12; number++)
        {
            GenerationRequest request = Prompts.Sharing(number);
            int[] expected = await EngineFixture.GenerateAsync(alone, request, Deadline);
            int computed = observer.Computed;

            (int[] answer, int cached) = await SplitAsync(prefills, decodes, request, draw);

            Assert.Equal(expected, answer);
            Assert.Equal(request.Prompt.Length, cached + observer.Computed - computed);
        }

        Assert.True(observer.Found > 0);
    }

    /// <summary>
    /// Found prompts arrive at once, while the batch moves sequences into free slots: a slot must not be given out while a move
    /// still copies into it.
    /// </summary>
    [Fact]
    public async Task Split_prompts_that_arrive_at_once_while_sequences_move_give_the_tokens_of_one_engine()
    {
        await using InferenceEngine prefills = EngineFixture.Start(slots: 8, cacheBytes: 4 * CacheBytes);
        await using InferenceEngine decodes = EngineFixture.Start(slots: 8);
        GenerationRequest[] requests = [.. Enumerable.Range(0, 32).Select(number => EngineFixture.Request(number, 900 + (number * 7), 4 + (number % 9)))];
        int[][] expected = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(prefills, request, Deadline)));
        int[][] actual = new int[requests.Length][];
        ParallelOptions streams = new() { MaxDegreeOfParallelism = 8, CancellationToken = Deadline };

        await Parallel.ForAsync(0, requests.Length, streams, async (number, _) =>
            actual[number] = (await SplitAsync(prefills, decodes, requests[number], draw: true)).Answer);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Rows_that_came_from_a_prefill_worker_are_found_when_the_chat_goes_on_here()
    {
        await using InferenceEngine alone = EngineFixture.Start(slots: 1);
        await using InferenceEngine prefills = EngineFixture.Start(slots: 1);
        await using InferenceEngine decodes = EngineFixture.Start(slots: 2, cacheBytes: CacheBytes);
        GenerationRequest first = Prompts.Of(0, EngineFixture.Prompt(100, seed: 8), maxTokens: 30);
        (int[] answer, _) = await SplitAsync(prefills, decodes, first, draw: true);
        GenerationRequest next = Prompts.Of(1, [.. first.Prompt, .. answer, 17, 18, 19], maxTokens: 20);

        (int[] continued, int cached) = await Prompts.RunAsync(decodes, next, Deadline);

        Assert.Equal((100 + 30 - 1) / 16 * 16, cached);
        Assert.Equal(await EngineFixture.GenerateAsync(alone, next, Deadline), continued);
    }

    [Fact]
    public async Task Tail_that_claims_more_cached_tokens_than_the_prompt_has_is_refused()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1);
        GenerationRequest request = Prompts.Of(0, EngineFixture.Prompt(4, seed: 1), maxTokens: 2);
        using SlotReservation reservation = await engine.ReserveAsync(Deadline);
        foreach (int cached in new[] { -1, 4 })
        {
            ArrivedKv arrived = new(4, new HandoffTail(20, cached).ToBytes(), new KvTransferRecord("r", "a", "b", 4, 0, TimeSpan.Zero));

            Assert.Throws<HandoffException>(() => engine.Attach(reservation, arrived, request, new TokenStream(1), 0));
        }
    }

    private static async Task<(int[] Answer, int Cached)> SplitAsync(
        InferenceEngine prefills, InferenceEngine decodes, GenerationRequest request, bool draw)
    {
        using SlotReservation reservation = await decodes.ReserveAsync(Deadline);
        using (Prefill prefill = await prefills.PrefillAsync(request, draw, Deadline))
        {
            int due = 0;
            await foreach (PromptRows rows in prefill.Ready.ReadAllAsync(Deadline))
            {
                Assert.Equal(due, rows.First);
                Handoff.Carry(prefill.Rows, reservation, rows);
                due += rows.Count;
            }

            Assert.Equal(request.Prompt.Length, due);
            byte[] tail = new HandoffTail(await prefill.FirstToken ?? HandoffTail.NotDrawn, prefill.CachedTokens).ToBytes();
            reservation.Complete(due, tail, new KvTransferRecord(request.RequestId, "prefill", "decode", due, 0, TimeSpan.Zero));

            // A receiver's buffer is used again at once.
            tail.AsSpan().Fill(0xFF);
        }

        TokenStream stream = new(1);
        using Generation generation = decodes.Attach(reservation, await reservation.Arrived, request, stream, 0);
        List<GeneratedToken> tokens = await EngineFixture.DrainAsync(stream, Deadline);
        return ([.. tokens.Select(token => token.Id)], generation.CachedTokens);
    }
}
