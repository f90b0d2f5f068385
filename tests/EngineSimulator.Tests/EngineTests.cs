using InferenceGateway.EngineSimulator.Engine;

namespace InferenceGateway.EngineSimulator.Tests;

public sealed class EngineTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Request_beyond_the_slots_waits_and_one_beyond_the_queue_is_refused()
    {
        SimulatedEngine engine = _bench.Engine(Bench.Round with { Slots = 1 }, waitingMax: 1);
        _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        Recorder second = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));

        Assert.Equal(Admission.QueueFull, engine.Submit(_bench.Request(prompt: 4, output: 1, blocks: [])));
        Assert.Equal((1, 1), (engine.Load.Running, engine.Load.Waiting));
        _bench.Clock.Run();
        Bench.Near(0.1416, second.Started!.Value);
        Assert.Equal([RequestEnd.Finished], second.Ends);
    }

    [Fact]
    public void Request_waits_until_kv_memory_is_free()
    {
        SimulatedEngine engine = _bench.Engine();
        Recorder large = _bench.Submit(engine, _bench.Request(prompt: 60, output: 4, blocks: []));
        Recorder waits = _bench.Submit(engine, _bench.Request(prompt: 17, output: 3, blocks: []));
        Recorder behind = _bench.Submit(engine, _bench.Request(prompt: 1, output: 1, blocks: []));
        _bench.Clock.Run();

        Assert.Equal(large.EndedAt, waits.Started);
        // First come, first served, although the last one would have fitted.
        Assert.Equal(large.EndedAt, behind.Started);
    }

    [Fact]
    public void Request_larger_than_the_whole_memory_is_refused()
    {
        Assert.Equal(Admission.TooLarge, _bench.Engine().Submit(_bench.Request(prompt: 79, output: 2, blocks: [])));
    }

    [Fact]
    public void Cancelled_request_makes_room_at_once()
    {
        SimulatedEngine engine = _bench.Engine(Bench.Round with { Slots = 1 });
        SimulatedRequest first = _bench.Request(prompt: 8, output: 50, blocks: [1, 2]);
        Recorder leaver = _bench.Submit(engine, first);
        Recorder next = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        _bench.Clock.At(3, () => engine.Cancel(first));
        _bench.Clock.Run();

        Assert.Equal([RequestEnd.Cancelled], leaver.Ends);
        Assert.Equal([RequestEnd.Finished], next.Ends);
        // The step that runs when it leaves goes to its end.
        Assert.InRange(next.Started!.Value, 3, 3.6);
        Assert.Equal(0, engine.Pool.InUse);
    }

    [Fact]
    public void Broken_engine_fails_what_it_has_and_comes_back_empty_in_another_epoch()
    {
        SimulatedEngine engine = _bench.Engine(Bench.Round with { Slots = 1 });
        Mirror mirror = new();
        engine.Pool.Listener = mirror;
        _bench.Submit(engine, _bench.Request(prompt: 9, output: 1, blocks: [1, 2]));
        _bench.Clock.Run();
        Recorder running = _bench.Submit(engine, _bench.Request(prompt: 9, output: 9, blocks: [1, 2]));
        Recorder waiting = _bench.Submit(engine, _bench.Request(prompt: 4, output: 1, blocks: []));
        engine.Fail();

        Assert.Equal([RequestEnd.Failed], running.Ends);
        Assert.Equal([RequestEnd.Failed], waiting.Ends);
        Assert.Equal(Admission.Down, engine.Submit(_bench.Request(prompt: 4, output: 1, blocks: [])));
        Assert.Equal(["+1,2", "cleared"], mirror.Log);
        engine.Recover();
        Recorder after = _bench.Submit(engine, _bench.Request(prompt: 9, output: 2, blocks: [1, 2]));
        _bench.Clock.Run();

        Assert.Equal(2, engine.Epoch);
        Assert.Equal(0, after.Cached);
        Assert.Equal([RequestEnd.Finished], after.Ends);
        Assert.Equal(2, after.Tokens.Count);
    }

    [Fact]
    public void Load_counts_what_is_still_to_be_computed()
    {
        SimulatedEngine engine = _bench.Engine(Bench.Round with { Slots = 1 });
        _bench.Submit(engine, _bench.Request(prompt: 30, output: 2, blocks: []));
        _bench.Submit(engine, _bench.Request(prompt: 7, output: 1, blocks: []));
        Assert.Equal(new EngineLoad(1, 1, 8 / 20.0, 37), engine.Load);

        _bench.Clock.RunUntil(0.22);
        Assert.Equal(27, engine.Load.PromptTokens);
        _bench.Clock.Run();
        Assert.Equal(new EngineLoad(0, 0, 0, 0), engine.Load);
    }
}
