using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class FilterTests
{
    private const string Url = "http://127.0.0.1:1";

    [Fact]
    public void Prefill_and_draining_workers_get_no_decode_request()
    {
        var fleet = new TestFleet();
        fleet.Workers =
        [
            fleet.Endpoint(WorkerBoard.Worker("p", WorkerRole.Prefill, Url)),
            fleet.Endpoint(WorkerBoard.Worker("leaving", WorkerRole.Decode, Url, draining: true)),
            fleet.Endpoint(WorkerBoard.Worker("d", WorkerRole.Decode, Url)),
        ];

        Picks picks = fleet.Scoring("").Pick(fleet.Workers, TestFleet.Request(), 3);

        Assert.Equal(["d"], picks.Workers.Select(picked => picked.Worker.Id));
        Assert.Equal((3, 1), (picks.Considered, picks.Kept));
    }

    [Fact]
    public void Subset_keeps_the_named_workers_only()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.Scoring("", null, "best-score", "subset");

        Assert.Equal("b", fleet.Pick(scheduler, TestFleet.Request() with { Subset = ["b", "x"] }));
        Assert.Null(fleet.Pick(scheduler, TestFleet.Request() with { Subset = ["x"] }));
    }

    [Fact]
    public void Model_filter_keeps_workers_of_the_model()
    {
        var fleet = new TestFleet("a");
        fleet.Workers = [.. fleet.Workers, fleet.Endpoint(WorkerBoard.Worker("other", WorkerRole.Decode, Url, model: "n"))];

        Assert.Equal(["a"], fleet.Scores(fleet.Scoring("", null, "best-score", "model"), TestFleet.Request()).Keys);
    }

    [Fact]
    public void Labels_must_all_match()
    {
        var fleet = new TestFleet();
        fleet.Workers =
        [
            fleet.Endpoint(WorkerBoard.Worker("a", WorkerRole.Decode, Url) with { Labels = "zone=z1, gpu=h100" }),
            fleet.Endpoint(WorkerBoard.Worker("b", WorkerRole.Decode, Url) with { Labels = "zone=z1" }),
        ];
        Scheduler scheduler = fleet.Scoring("", null, "best-score", "labels");

        Assert.Equal(["a"], fleet.Scores(scheduler, TestFleet.Request() with { Labels = WorkerLabels.TryParse("gpu=h100,zone=z1") }).Keys);
        Assert.Null(fleet.Pick(scheduler, TestFleet.Request() with { Labels = WorkerLabels.TryParse("zone=z2") }));
    }

    [Theory]
    [InlineData("zone")]
    [InlineData("=z1")]
    public void Label_without_a_name_or_value_sign_is_refused(string text) => Assert.Null(WorkerLabels.TryParse(text));

    [Fact]
    public void Adapter_is_a_wish_when_no_worker_has_it()
    {
        var fleet = new TestFleet("plain");
        fleet.Workers = [.. fleet.Workers, fleet.Endpoint(WorkerBoard.Worker("tuned", WorkerRole.Decode, Url) with { Adapters = "x, y" })];
        Scheduler scheduler = fleet.Scoring("", null, "best-score", "adapter");

        Assert.Equal(["tuned"], fleet.Scores(scheduler, TestFleet.Request() with { Adapter = "y" }).Keys);
        Assert.Equal(2, fleet.Scores(scheduler, TestFleet.Request() with { Adapter = "z" }).Count);
    }

    [Fact]
    public void Readiness_is_a_wish_when_no_worker_is_ready()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.Scoring("", null, "best-score", "readiness");
        fleet["a"].Load.Ready = false;
        Assert.Equal(["b"], fleet.Scores(scheduler, TestFleet.Request()).Keys);

        fleet["b"].Load.Ready = false;
        Assert.Equal(2, fleet.Scores(scheduler, TestFleet.Request()).Count);
    }

    [Fact]
    public void Overloaded_worker_is_left_out_while_another_is_not()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.Scoring("", new SchedulingOptions { OverloadWaitingMax = 2, OverloadKvUseMax = 0.9 }, "best-score", "overload");
        fleet["a"].Load.Engine = new EngineState(1, 3, 0.1, 0, 0, fleet.Time.GetTimestamp());
        Assert.Equal(["b"], fleet.Scores(scheduler, TestFleet.Request()).Keys);

        fleet["a"].Load.Engine = new EngineState(1, 0, 0.95, 0, 0, fleet.Time.GetTimestamp());
        Assert.Equal(["b"], fleet.Scores(scheduler, TestFleet.Request()).Keys);

        fleet["b"].Load.Engine = fleet["a"].Load.Engine;
        Assert.Equal(2, fleet.Scores(scheduler, TestFleet.Request()).Count);
    }

    [Fact]
    public void Old_words_of_an_engine_do_not_count()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.Scoring("queue", new SchedulingOptions { EngineAgeMax = TimeSpan.FromSeconds(1) });
        fleet["a"].Load.Engine = new EngineState(0, 9, 0, 0, 0, fleet.Time.GetTimestamp());
        Assert.Equal("b", fleet.Pick(scheduler, TestFleet.Request()));

        fleet.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.All(fleet.Scores(scheduler, TestFleet.Request()).Values, score => Assert.Equal(1, score));
    }
}
