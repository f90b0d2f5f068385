using InferenceGateway.Inference.Engine;

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
        using (Generation endless = await engine.GenerateAsync(EngineFixture.Request(0, 8, 2000), Deadline))
        {
            await endless.Tokens.ReadAsync(Deadline);
        }

        int[] next = await EngineFixture.GenerateAsync(engine, EngineFixture.Request(2, 8, 4), Deadline);

        Assert.Equal(4, next.Length);
    }

    [Fact]
    public async Task Request_beyond_the_waiting_queue_is_refused()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 1, waiting: 1);
        using Generation running = await engine.GenerateAsync(EngineFixture.Request(0, 8, 2000), Deadline);
        using CancellationTokenSource leave = new();
        ValueTask<Generation> waiting = engine.GenerateAsync(EngineFixture.Request(2, 8, 4), leave.Token);

        await Assert.ThrowsAsync<EngineBusyException>(async () => await engine.GenerateAsync(EngineFixture.Request(4, 8, 4), Deadline));

        Assert.Equal(1, engine.Load.Waiting);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Equal(0, engine.Load.Waiting);
    }

    [Fact]
    public async Task Engine_disposed_fails_running_generations()
    {
        InferenceEngine engine = EngineFixture.Start(slots: 2);
        using Generation running = await engine.GenerateAsync(EngineFixture.Request(0, 8, 2000), Deadline);
        await running.Tokens.ReadAsync(Deadline);

        await engine.DisposeAsync();

        await Assert.ThrowsAsync<EngineStoppedException>(() => EngineFixture.DrainAsync(running, Deadline));
    }

    [Fact]
    public async Task Answer_ends_with_length_at_the_end_of_the_slot()
    {
        await using InferenceEngine engine = EngineFixture.Start(slots: 2, capacity: 64);
        using Generation generation = await engine.GenerateAsync(EngineFixture.Request(1, 60, 2000), Deadline);
        List<GeneratedToken> tokens = [];
        await foreach (GeneratedToken token in generation.Tokens.ReadAllAsync(Deadline))
        {
            tokens.Add(token);
        }

        Assert.Equal(4, tokens.Count);
        Assert.Equal(FinishReason.Length, tokens[^1].Finish);
    }
}
