using InferenceGateway.EngineSimulator.Engine;

namespace InferenceGateway.EngineSimulator.Tests;

public sealed class HandoffTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void First_token_comes_with_the_last_rows()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        Recorder request = _bench.Submit(decode, _bench.Request(prompt: 12, output: 2, blocks: [], prefill));
        _bench.Clock.Run();

        // Chunks are there at 0.21 and 0.3344; ten tokens are 1000 bytes: 1.2 s; two are 0.4 s and wait for the link.
        Bench.Near(0.21 + 1.2 + 0.4, request.Tokens[0]);
        Bench.Near(0.563, request.Tokens[1] - request.Tokens[0]);
        Assert.Equal(0, decode.Totals.ComputedTokens);
        Assert.Equal(12, prefill.Totals.ComputedTokens);
        Assert.Equal(0, prefill.Load.Running);
    }

    [Fact]
    public void Rows_that_were_cached_are_sent_too_and_both_sides_keep_the_blocks()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        _bench.Submit(prefill, _bench.Request(prompt: 9, output: 1, blocks: [1, 2]));
        _bench.Clock.Run();
        double start = _bench.Clock.Now;
        Recorder request = _bench.Submit(decode, _bench.Request(prompt: 9, output: 1, blocks: [1, 2], prefill));
        _bench.Clock.Run();

        Assert.Equal(8, request.Cached);
        // 800 bytes at once, then 100 bytes; computing the one token is hidden behind the first transfer.
        Bench.Near(1.0 + 0.3, request.Tokens[0] - start);
        Assert.Equal(2, decode.Pool.Match([Bench.Key(1), Bench.Key(2)]));
    }

    [Fact]
    public void Running_streams_of_the_decode_engine_do_not_wait_for_foreign_prompts()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        Recorder stream = _bench.Submit(decode, _bench.Request(prompt: 4, output: 6, blocks: []));
        _bench.Clock.At(0.3, () => _bench.Submit(decode, _bench.Request(prompt: 20, output: 1, blocks: [], prefill)));
        _bench.Clock.Run();

        Bench.Near(0.555, stream.Tokens[1] - stream.Tokens[0]);
        Bench.Near(0.559, stream.Tokens[5] - stream.Tokens[4]);
    }

    [Fact]
    public void Prefill_engine_that_breaks_down_is_followed_by_the_next_candidate()
    {
        SimulatedEngine broken = _bench.Engine(id: "p1");
        SimulatedEngine sound = _bench.Engine(id: "p2");
        SimulatedEngine decode = _bench.Engine(id: "d");
        Recorder request = _bench.Submit(decode, _bench.Request(prompt: 12, output: 1, blocks: [], broken, sound));
        _bench.Clock.At(0.25, broken.Fail);
        _bench.Clock.Run();

        Assert.Equal([RequestEnd.Finished], request.Ends);
        Assert.Equal("p2", request.Prefill);
        // The link is busy with lost rows until 0.21 + 1.2; the second try's first chunk is ready before.
        Bench.Near(1.41 + 1.2 + 0.4, request.Tokens[0]);
        Assert.Equal(12, sound.Totals.ComputedTokens);
    }

    [Fact]
    public void Rows_on_their_way_are_lost_with_their_sender()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        Recorder request = _bench.Submit(decode, _bench.Request(prompt: 12, output: 1, blocks: [], prefill));
        _bench.Clock.At(1, prefill.Fail);
        _bench.Clock.Run();

        Assert.Equal([RequestEnd.Failed], request.Ends);
        Assert.Empty(request.Tokens);
        Assert.Equal(0, decode.Pool.InUse);
    }

    [Fact]
    public void Client_that_leaves_frees_both_engines_at_once()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        SimulatedRequest request = _bench.Request(prompt: 12, output: 1, blocks: [], prefill);
        Recorder recorder = _bench.Submit(decode, request);
        _bench.Clock.RunUntil(0.25);
        Assert.Equal((1, 1), (prefill.Load.Running, decode.Load.Running));
        decode.Cancel(request);

        Assert.Equal([RequestEnd.Cancelled], recorder.Ends);
        Assert.Equal((0, 0), (prefill.Load.Running, decode.Load.Running));
        Assert.Equal((0, 0), (prefill.Pool.InUse, decode.Pool.InUse));
    }

    [Fact]
    public void Request_without_a_prefill_engine_that_is_up_fails()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        prefill.Fail();
        Recorder request = _bench.Submit(decode, _bench.Request(prompt: 12, output: 1, blocks: [], prefill));

        Assert.Equal([RequestEnd.Failed], request.Ends);
    }

    [Fact]
    public void Rows_that_do_not_come_in_time_fail_the_request_and_free_both_engines()
    {
        SimulatedEngine prefill = _bench.Engine(id: "p");
        SimulatedEngine decode = _bench.Engine(id: "d");
        prefill.Slowness = 1000;
        Recorder request = _bench.Submit(decode, _bench.Request(prompt: 12, output: 1, blocks: [], prefill));
        _bench.Clock.Run();

        Assert.Equal([RequestEnd.Failed], request.Ends);
        Bench.Near(Bench.HandoffSeconds, request.EndedAt);
        Assert.Equal((0, 0), (prefill.Load.Running, decode.Load.Running));
    }
}
