using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Tests.Engine;

public sealed class InferenceEngineTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_of_ragged_sequences_gives_the_tokens_of_solo_runs()
    {
        GenerationRequest[] requests = [.. Enumerable.Range(0, 24).Select(i => EngineFixture.Request(i, 1 + (i * 37 % 400), 40))];
        List<int[]> solo = [];
        await using (InferenceEngine alone = EngineFixture.Start(slots: 1))
        {
            foreach (GenerationRequest request in requests)
            {
                solo.Add(await EngineFixture.GenerateAsync(alone, request, Deadline));
            }
        }

        await using InferenceEngine shared = EngineFixture.Start(slots: 8, chunk: 32);
        int[][] batched = await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(shared, request, Deadline)));

        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(solo[i], batched[i]);
        }

        Assert.Equal(new EngineLoad(0, 0, 0), shared.Load);
    }

    [Fact]
    public async Task Generation_disposed_early_frees_its_slot()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1);
        TokenStream stream = new(1);
        using (await engine.GenerateAsync(EngineFixture.Request(0, 8, 2000), stream, 0, Deadline))
        {
            await stream.Reader.ReadAsync(Deadline);
        }

        int[] next = await EngineFixture.GenerateAsync(engine, EngineFixture.Request(2, 8, 4), Deadline);

        Assert.Equal(4, next.Length);
    }

    [Fact]
    public async Task Request_beyond_the_waiting_queue_is_refused()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1, waiting: 1);
        using Generation running = await engine.GenerateAsync(EngineFixture.Request(0, 8, 2000), new TokenStream(1), 0, Deadline);
        using CancellationTokenSource leave = new();
        ValueTask<Generation> waiting = engine.GenerateAsync(EngineFixture.Request(2, 8, 4), new TokenStream(1), 0, leave.Token);

        await Assert.ThrowsAsync<EngineBusyException>(
            async () => await engine.GenerateAsync(EngineFixture.Request(4, 8, 4), new TokenStream(1), 0, Deadline));

        Assert.Equal(1, engine.Load.Waiting);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Equal(0, engine.Load.Waiting);
    }

    [Fact]
    public async Task Engine_disposed_fails_running_generations()
    {
        InferenceEngine engine = EngineFixture.Start(slots: 2);
        TokenStream stream = new(1);
        using Generation running = await engine.GenerateAsync(EngineFixture.Request(0, 8, 2000), stream, 0, Deadline);
        await stream.Reader.ReadAsync(Deadline);

        await engine.DisposeAsync();

        await Assert.ThrowsAsync<EngineStoppedException>(() => EngineFixture.DrainAsync(stream, Deadline));
    }

    [Fact]
    public async Task Answer_ends_with_length_at_the_end_of_the_slot()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 2, capacity: 64);
        TokenStream stream = new(1);
        using Generation generation = await engine.GenerateAsync(EngineFixture.Request(1, 60, 2000), stream, 0, Deadline);
        List<GeneratedToken> tokens = await EngineFixture.DrainAsync(stream, Deadline);

        Assert.Equal(4, tokens.Count);
        Assert.Equal(FinishReason.Length, tokens[^1].Finish);
    }

    [Fact]
    public async Task Answers_of_one_request_end_their_stream_together()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 4);
        TokenStream stream = new(3);
        for (int choice = 0; choice < 3; choice++)
        {
            await engine.GenerateAsync(EngineFixture.Request(choice, 8, 5 + choice), stream, choice, Deadline);
        }

        List<GeneratedToken> tokens = await EngineFixture.DrainAsync(stream, Deadline);

        Assert.Equal([5, 6, 7], Enumerable.Range(0, 3).Select(choice => tokens.Count(token => token.Choice == choice)));
    }

    [Fact]
    public async Task Log_probabilities_sum_to_one_and_name_the_greedy_token_first()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1);
        TokenStream stream = new(1);
        using Generation generation = await engine.GenerateAsync(
            EngineFixture.Request(0, 8, 3) with { TopLogprobs = engine.VocabularySize }, stream, 0, Deadline);

        foreach (GeneratedToken token in await EngineFixture.DrainAsync(stream, Deadline))
        {
            Assert.Equal(token.Id, token.Logprobs!.Top[0].Id);
            Assert.Equal(token.Logprobs.Logprob, token.Logprobs.Top[0].Logprob);
            Assert.InRange(token.Logprobs.Top.Sum(entry => Math.Exp(entry.Logprob)), 0.9999, 1.0001);
        }
    }

    [Fact]
    public async Task Minimum_of_tokens_holds_back_stop_tokens()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1);
        int[] free = await EngineFixture.GenerateAsync(engine, EngineFixture.Request(0, 8, 12), Deadline);
        GenerationRequest stopping = EngineFixture.Request(0, 8, 12) with { StopTokens = [free[0]] };

        Assert.Single(await EngineFixture.GenerateAsync(engine, stopping, Deadline));
        int[] held = await EngineFixture.GenerateAsync(engine, stopping with { MinTokens = 6 }, Deadline);

        Assert.True(held.Length > 6);
        Assert.DoesNotContain(free[0], held[..6]);
    }

    [Fact]
    public async Task Reservation_completed_keeps_the_tail_when_the_listener_reuses_its_buffer()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1);
        using SlotReservation reservation = await engine.ReserveAsync(Deadline);
        byte[] buffer = new HandoffTail(42, 7).ToBytes();
        Assert.True(reservation.Complete(3, buffer, new KvTransferRecord("r", "from", "to", 3, 0, TimeSpan.Zero)));
        buffer.AsSpan().Clear();

        ArrivedKv arrived = await reservation.Arrived;

        Assert.Equal(new HandoffTail(42, 7), HandoffTail.Parse(arrived.Tail.Span, engine.VocabularySize));
    }
}
