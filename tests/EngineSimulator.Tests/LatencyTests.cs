using InferenceGateway.EngineSimulator.Engine;

namespace InferenceGateway.EngineSimulator.Tests;

public sealed class LatencyTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Lone_request_takes_what_the_formulas_say()
    {
        Recorder request = _bench.Submit(_bench.Engine(), _bench.Request(prompt: 12, output: 3, blocks: []));
        _bench.Clock.Run();

        // Chunks of 10 and 2: 0.1 + 0.1 + 0.0001 * 100, then 0.1 + 0.02 + 0.0001 * (144 - 100).
        double first = 0.21 + 0.1244;
        Assert.Equal(3, request.Tokens.Count);
        Bench.Near(first, request.Tokens[0]);
        Bench.Near(first + 0.55 + 0.013, request.Tokens[1]);
        Bench.Near(first + 0.55 + 0.013 + 0.55 + 0.014, request.Tokens[2]);
        Assert.Equal([RequestEnd.Finished], request.Ends);
    }

    [Fact]
    public void Prompt_chunks_delay_running_streams_by_their_own_time()
    {
        SimulatedEngine engine = _bench.Engine();
        Recorder stream = _bench.Submit(engine, _bench.Request(prompt: 4, output: 4, blocks: []));
        double first = 0.1 + 0.04 + 0.0016;
        _bench.Clock.At(first + 0.01, () => _bench.Submit(engine, _bench.Request(prompt: 10, output: 1, blocks: [])));
        _bench.Clock.Run();

        Bench.Near(first, stream.Tokens[0]);
        Bench.Near(first + 0.555, stream.Tokens[1]);
        // The chunk joins the next step: its base, ten tokens, and the square.
        Bench.Near(first + 0.555 + 0.556 + 0.1 + 0.1 + 0.01, stream.Tokens[2]);
        Bench.Near(0.557, stream.Tokens[3] - stream.Tokens[2]);
    }

    [Fact]
    public void Shared_step_pays_the_larger_base_and_counts_drawn_tokens_into_its_budget()
    {
        SimulatedEngine engine = _bench.Engine(Bench.Round with { SharedStep = true });
        Recorder stream = _bench.Submit(engine, _bench.Request(prompt: 4, output: 3, blocks: []));
        double first = 0.1416;
        Recorder late = null!;
        _bench.Clock.At(first + 0.01, () => late = _bench.Submit(engine, _bench.Request(prompt: 10, output: 1, blocks: [])));
        _bench.Clock.Run();

        // Nine of the ten tokens fit beside the stream's one.
        double mixed = 0.5 + 0.05 + 0.006 + 0.09 + 0.0081;
        Bench.Near(first + 0.555 + mixed, stream.Tokens[2]);
        Bench.Near(first + 0.555 + mixed + 0.1 + 0.01 + 0.0019, late.Tokens[0]);
    }

    [Fact]
    public void Prompts_are_computed_in_the_order_of_arrival_and_share_a_step()
    {
        SimulatedEngine engine = _bench.Engine();
        Recorder one = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        Recorder two = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        Recorder three = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        _bench.Clock.Run();

        // The first runs alone, since the step began when it came; the other two share the next one.
        Bench.Near(0.1416, one.Tokens[0]);
        Bench.Near(0.1416 + 0.1 + 0.08 + 0.0032, two.Tokens[0]);
        Bench.Near(two.Tokens[0], three.Tokens[0]);
    }

    [Fact]
    public void Cached_tokens_are_not_computed_but_the_last_block_of_a_whole_hit_is()
    {
        SimulatedEngine engine = _bench.Engine();
        _bench.Submit(engine, _bench.Request(prompt: 8, output: 1, blocks: [1, 2]));
        _bench.Clock.Run();
        double start = _bench.Clock.Now;
        Recorder again = _bench.Submit(engine, _bench.Request(prompt: 8, output: 1, blocks: [1, 2]));
        _bench.Clock.Run();

        Assert.Equal(4, again.Cached);
        Bench.Near(0.1 + 0.04 + (0.0001 * (64 - 16)), again.Tokens[0] - start);
        Assert.Equal(4, engine.Totals.CachedTokens);
        Assert.Equal(12, engine.Totals.ComputedTokens);
    }

    [Fact]
    public void Slow_engine_takes_a_multiple_and_a_stalled_one_a_sum()
    {
        SimulatedEngine engine = _bench.Engine();
        engine.Slowness = 3;
        engine.Stall(2);
        Recorder request = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        _bench.Clock.Run();

        Bench.Near((3 * 0.1416) + 2, request.Tokens[0]);
        Bench.Near(request.Tokens[0], engine.Totals.BusySeconds);
    }
}
