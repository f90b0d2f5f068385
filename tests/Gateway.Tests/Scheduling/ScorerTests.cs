using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class ScorerTests
{
    [Fact]
    public void Precise_prefix_is_the_share_of_blocks_by_events()
    {
        var fleet = new TestFleet("a", "b", "silent");
        fleet.Holds("a", 3);
        fleet.Holds("b", 12);

        Dictionary<string, double> scores = fleet.Scores("precise-prefix", TestFleet.Request(blocks: 12));

        Assert.Equal(0.25, scores["a"]);
        Assert.Equal(1, scores["b"]);
        Assert.Equal(0, scores["silent"]);
    }

    [Fact]
    public void Approximate_prefix_remembers_where_prompts_went()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.Scoring("approximate-prefix");
        string first = fleet.Pick(scheduler, TestFleet.Request(blocks: 8))!;

        Dictionary<string, double> scores = fleet.Scores(scheduler, TestFleet.Request(blocks: 16));

        Assert.Equal(0.5, scores[first]);
        Assert.Equal(0.5, scores.Values.Sum());
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("running-tokens")]
    [InlineData("in-flight-tokens")]
    [InlineData("in-flight-requests")]
    public void Load_scorers_put_the_least_at_one_and_the_most_at_zero(string scorer)
    {
        var fleet = new TestFleet("idle", "half", "busy");
        long now = fleet.Time.GetTimestamp();
        fleet["half"].Load.Engine = new EngineState(5, 5, 0.5, 500, 500, now);
        fleet["busy"].Load.Engine = new EngineState(10, 10, 0.9, 1000, 1000, now);

        Dictionary<string, double> scores = fleet.Scores(scorer, TestFleet.Request());

        Assert.Equal((1, 0.5, 0), (scores["idle"], scores["half"], scores["busy"]));
    }

    [Fact]
    public void Kv_use_scores_the_free_share()
    {
        var fleet = new TestFleet("told", "counted");
        fleet["told"].Load.Engine = new EngineState(0, 0, 0.75, 0, 0, fleet.Time.GetTimestamp());
        // 8 slots of 4096 tokens in the test's records.
        fleet["counted"].Load.Take(0, 8 * 4096 / 2);

        Dictionary<string, double> scores = fleet.Scores("kv-use", TestFleet.Request());

        Assert.Equal(0.25, scores["told"]);
        Assert.Equal(0.5, scores["counted"]);
    }

    [Fact]
    public void Loads_of_other_gateways_count()
    {
        var fleet = new TestFleet("a", "b");
        fleet["a"].Load.Others = new InFlight(4, 0, 0, 100);

        Assert.Equal("b", fleet.Pick(fleet.Scoring("in-flight-requests"), TestFleet.Request()));
    }

    [Fact]
    public void Predicted_latency_is_wait_plus_weighted_work_plus_a_share_of_decoding()
    {
        var fleet = new TestFleet("a", "b");
        fleet.Holds("a", 0);
        fleet.Holds("b", 5);
        fleet["b"].Load.Take(prefillTokens: 400, decodeTokens: 500);
        var options = new SchedulingOptions { WorkWeight = 2, DecodeShare = 0.5 };

        Dictionary<string, double> scores = fleet.Scores("predicted-latency", TestFleet.Request(tokens: 1000, blocks: 10), options);

        // Beliefs: 20 ms base, 4,000 tokens/s, 20 ms per token; half of b's prompt is held, and 400 tokens wait there.
        const double Decode = 0.5 * 100 * 0.02;
        Assert.Equal(1 / (1 + (2 * (0.02 + 0.25)) + Decode), scores["a"], 1e-9);
        Assert.Equal(1 / (1 + (0.02 + 0.1) + (2 * (0.02 + 0.125)) + Decode), scores["b"], 1e-9);
    }

    [Fact]
    public void Waiting_prompt_counts_less_the_longer_it_is_being_computed()
    {
        var fleet = new TestFleet("a");
        fleet["a"].Load.Take(400, 0);
        var options = new SchedulingOptions { WorkWeight = 1, DecodeShare = 0 };
        double before = fleet.Scores("predicted-latency", TestFleet.Request(), options)["a"];
        fleet.Time.Advance(TimeSpan.FromSeconds(0.06));
        double half = fleet.Scores("predicted-latency", TestFleet.Request(), options)["a"];
        fleet.Time.Advance(TimeSpan.FromSeconds(60));
        double late = fleet.Scores("predicted-latency", TestFleet.Request(), options)["a"];

        Assert.Equal(1 / (1 + 0.12 + 0.27), before, 1e-9);
        Assert.Equal(1 / (1 + 0.06 + 0.27), half, 1e-9);
        Assert.Equal(1 / (1 + 0.27), late, 1e-9);
    }

    [Fact]
    public void Full_slots_delay_the_first_token()
    {
        var fleet = new TestFleet("a");
        for (int i = 0; i < 8; i++)
        {
            fleet["a"].Load.Take(0, 100);
        }

        var options = new SchedulingOptions { WorkWeight = 1, DecodeShare = 0 };

        // One slot of 8 frees every eighth of an answer: 100 tokens at 20 ms and half a millisecond for each of 7 others.
        Assert.Equal(1 / (1 + (100 * 0.0235 / 8) + 0.27), fleet.Scores("predicted-latency", TestFleet.Request(), options)["a"], 1e-9);
    }

    [Theory]
    [InlineData(0.27, 0.5)]
    [InlineData(0.54, 0.75)]
    [InlineData(0.135, 0.25)]
    public void First_token_headroom_is_half_at_the_goal(double goal, double expected)
    {
        var fleet = new TestFleet("a");
        var options = new SchedulingOptions { FirstTokenGoal = TimeSpan.FromSeconds(goal) };

        Assert.Equal(expected, fleet.Scores("ttft-headroom", TestFleet.Request(), options)["a"], 1e-9);
    }

    [Fact]
    public void Token_headroom_falls_with_the_batch()
    {
        var fleet = new TestFleet("alone", "crowded");
        for (int i = 0; i < 60; i++)
        {
            fleet["crowded"].Load.Take(0, 1);
        }

        Dictionary<string, double> scores = fleet.Scores("tpot-headroom", TestFleet.Request(), new SchedulingOptions { TokenGoal = TimeSpan.FromMilliseconds(40) });

        Assert.Equal(0.75, scores["alone"], 1e-9);
        Assert.Equal(0.5 * 40 / 50, scores["crowded"], 1e-9);
    }

    [Fact]
    public void Session_goes_where_it_went_last_until_it_is_forgotten()
    {
        var fleet = new TestFleet("a", "b", "c");
        Scheduler scheduler = fleet.Scoring("session", new SchedulingOptions { SessionLifetime = TimeSpan.FromMinutes(1) });
        Placement request = TestFleet.Request() with { Session = "s" };
        string first = fleet.Pick(scheduler, request)!;

        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(first, fleet.Pick(scheduler, request)));
        fleet.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, fleet.Scores(scheduler, request)[first]);
        fleet.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, fleet.Scores(scheduler, request)[first]);
    }

    [Fact]
    public void Topology_prefers_the_nearest()
    {
        var fleet = new TestFleet();
        fleet.Workers = [.. new[] { "host=h1,zone=z1", "host=h2,rack=r1", "zone=z1", "region=e", "zone=z9" }.Select((labels, i) =>
            fleet.Endpoint(WorkerBoard.Worker($"w{i}", WorkerRole.Decode, "http://127.0.0.1:1") with { Labels = labels }))];

        Dictionary<string, double> scores =
            fleet.Scores("topology", TestFleet.Request() with { Near = WorkerLabels.TryParse("host=h1,rack=r1,zone=z1,region=e") });

        Assert.Equal([1, 0.75, 0.5, 0.25, 0], scores.OrderBy(score => score.Key).Select(score => score.Value));
    }

    [Fact]
    public void Adapter_scores_workers_that_have_it()
    {
        var fleet = new TestFleet("plain");
        fleet.Workers = [.. fleet.Workers, fleet.Endpoint(WorkerBoard.Worker("tuned", WorkerRole.Decode, "http://127.0.0.1:1") with { Adapters = "x" })];

        Assert.Equal(0, fleet.Scores("adapter", TestFleet.Request() with { Adapter = "x" })["plain"]);
        Assert.Equal(1, fleet.Scores("adapter", TestFleet.Request())["plain"]);
    }

    [Fact]
    public void No_hit_prompts_go_round()
    {
        var fleet = new TestFleet("a", "b", "c");
        Array.ForEach(fleet.Workers, worker => fleet.Holds(worker.Id, 0));
        Scheduler scheduler = fleet.Scoring("no-hit-spread");

        string[] round = [.. Enumerable.Range(0, 6).Select(_ => fleet.Pick(scheduler, TestFleet.Request(blocks: 4))!)];

        Assert.Equal(3, round.Distinct().Count());
        Assert.Equal(round[..3], round[3..]);
        fleet.Holds("a", 2);
        Assert.All(fleet.Scores(scheduler, TestFleet.Request(blocks: 4)).Values, score => Assert.Equal(0.5, score));
    }

    [Fact]
    public void Dynamo_cost_counts_blocks_to_compute_and_to_hold()
    {
        var fleet = new TestFleet("a");
        fleet.Holds("a", 5);
        fleet["a"].Load.Take(prefillTokens: 160, decodeTokens: 320);

        double score = fleet.Scores("dynamo-cost", TestFleet.Request(tokens: 1600, blocks: 10))["a"];

        Assert.Equal(1 / (1 + 10 + 50 + 20 + 100.0), score, 1e-9);
    }

    [Fact]
    public void Cache_aware_goes_by_load_once_loads_are_far_apart()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.With("sglang-cache-aware");
        string first = fleet.Pick(scheduler, TestFleet.Request(blocks: 10))!;
        string other = first == "a" ? "b" : "a";

        // A third of the prompt and a little is known, then less: the smaller memory gets it.
        Assert.Equal(first, fleet.Pick(scheduler, TestFleet.Request(blocks: 31)));
        Assert.Equal(other, fleet.Pick(scheduler, TestFleet.Request() with { Keys = TestFleet.Keys(10, prompt: 2) }));
        for (int i = 0; i < 65; i++)
        {
            fleet[first].Load.Take(0, 1);
        }

        Assert.Equal(other, fleet.Pick(scheduler, TestFleet.Request(blocks: 31)));
    }
}
