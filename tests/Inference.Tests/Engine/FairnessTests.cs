using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Inference.Tests.Engine;

/// <summary>Who waits for whom, counted in steps of the loop. Prompts are told apart by their lengths.</summary>
public sealed class FairnessTests
{
    private const int Chunk = 16;
    private const int LongPrompt = 64 * Chunk;
    private const int ShortPrompt = 7;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Short_prompt_behind_a_long_one_waits_for_one_more_chunk()
    {
        using StepRecorder steps = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 2, chunk: Chunk, steps: steps);
        Task<int[]> slow = EngineFixture.GenerateAsync(engine, EngineFixture.Request(0, LongPrompt, 2), Deadline);
        await steps.Held;
        Task<int[]> quick = EngineFixture.GenerateAsync(engine, EngineFixture.Request(2, ShortPrompt, 5), Deadline);
        steps.Release();
        await Task.WhenAll(slow, quick);

        int at = steps.Steps.ToList().FindIndex(step => step.PromptTokens == ShortPrompt);
        Assert.InRange(at, 1, 2);

        // And it is answered to its end in the next steps, one token between two chunks of the long one.
        Assert.Equal(4, steps.Steps.Skip(at).Take(8).Count(step => step.Sequences == 1));
        Assert.Equal(64, steps.Steps.Count(step => step.PromptTokens == Chunk));
    }

    [Fact]
    public async Task Short_prompt_behind_many_long_ones_waits_for_one_chunk_of_each()
    {
        const int Others = 6;
        using StepRecorder steps = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: Others + 1, chunk: Chunk, steps: steps);
        List<Task<int[]>> all = [EngineFixture.GenerateAsync(engine, EngineFixture.Request(0, LongPrompt, 2), Deadline)];
        await steps.Held;
        all.AddRange(Enumerable.Range(1, Others - 1).Select(i => EngineFixture.GenerateAsync(engine, EngineFixture.Request(i, LongPrompt, 2), Deadline)));
        all.Add(EngineFixture.GenerateAsync(engine, EngineFixture.Request(8, ShortPrompt, 2), Deadline));
        steps.Release();
        await Task.WhenAll(all);

        Assert.InRange(steps.Steps.ToList().FindIndex(step => step.PromptTokens == ShortPrompt), 1, Others + 1);
    }

    [Fact]
    public async Task Running_stream_gets_a_token_between_any_two_chunks()
    {
        using StepRecorder steps = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 4, chunk: Chunk, steps: steps);
        Task<int[]> stream = EngineFixture.GenerateAsync(engine, EngineFixture.Request(0, ShortPrompt, 150), Deadline);
        await steps.Held;
        Task<int[]>[] prompts = [.. Enumerable.Range(1, 3).Select(i => EngineFixture.GenerateAsync(engine, EngineFixture.Request(i, LongPrompt / 2, 1), Deadline))];
        steps.Release();
        await Task.WhenAll([stream, .. prompts]);

        List<Step> seen = [.. steps.Steps];
        int last = seen.FindLastIndex(step => step.Prefills);
        Assert.Equal(3 * 32, seen.Count(step => step.PromptTokens == Chunk));
        Assert.DoesNotContain(Enumerable.Range(1, last), i => seen[i].Prefills && seen[i - 1].Prefills);
    }

    [Fact]
    public async Task Requests_that_wait_for_a_slot_get_it_in_order_and_all_end()
    {
        using StepRecorder steps = new();
        await using InferenceEngine engine = EngineFixture.Start(slots: 1, chunk: 128, steps: steps);
        List<Task<int[]>> all = [EngineFixture.GenerateAsync(engine, EngineFixture.Request(0, 100, 30), Deadline)];
        await steps.Held;
        all.AddRange(Enumerable.Range(1, 12).Select(i => EngineFixture.GenerateAsync(engine, EngineFixture.Request(i, i, 30), Deadline)));
        Assert.Equal(12, engine.Load.Waiting);
        steps.Release();
        await Task.WhenAll(all);

        Assert.Equal([100, .. Enumerable.Range(1, 12)], steps.Steps.Where(step => step.Prefills).Select(step => step.PromptTokens));
    }

    /// <summary>
    /// The bound that decision 10 states: a sequence gets one turn at prefilling per round of those that prefill, and a token in every step after. So
    /// nobody holds a slot for longer than this many steps, and who waits is served after that many times its place in the queue.
    /// </summary>
    [Fact]
    public async Task Steps_that_a_crowd_takes_stay_below_the_stated_bound()
    {
        const int Slots = 4, Requests = 20;
        using StepRecorder steps = new();
        steps.Release();
        await using InferenceEngine engine = EngineFixture.Start(slots: Slots, chunk: Chunk, steps: steps);
        GenerationRequest[] requests = [.. Enumerable.Range(0, Requests).Select(i => EngineFixture.Request(i, 1 + (i * 97 % 300), 1 + (i * 13 % 50)))];
        await Task.WhenAll(requests.Select(request => EngineFixture.GenerateAsync(engine, request, Deadline)));

        int chunks = requests.Sum(request => (request.Prompt.Length + Chunk - 1) / Chunk);
        int bound = requests.Max(request => (Slots * ((request.Prompt.Length + Chunk - 1) / Chunk)) + request.MaxTokens);
        Assert.Equal(chunks, steps.Steps.Count(step => step.Prefills));
        Assert.Equal(requests.Sum(request => request.MaxTokens - 1), steps.Steps.Sum(step => step.Sequences));
        Assert.InRange(steps.Steps.Count(step => !step.Prefills), 1, bound * Requests / Slots);
    }
}
