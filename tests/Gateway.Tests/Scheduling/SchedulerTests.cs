using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class SchedulerTests
{
    [Fact]
    public void Candidates_come_best_first_with_their_evidence()
    {
        var fleet = new TestFleet("a", "b", "c");
        fleet.Holds("a", 1);
        fleet.Holds("b", 4);
        fleet.Holds("c", 2);

        Picks picks = fleet.Scoring("precise-prefix").Pick(fleet.Workers, TestFleet.Request(tokens: 800, blocks: 8), 2);

        Assert.Equal(["b", "c"], picks.Workers.Select(picked => picked.Worker.Id));
        Assert.Equal([0.5, 0.25], picks.Workers.Select(picked => picked.Score));
        Assert.Equal([400, 200], picks.Workers.Select(picked => picked.CachedTokens));
        Assert.Equal((3, 3), (picks.Considered, picks.Kept));
    }

    [Fact]
    public void Fully_held_prompt_leaves_a_token_to_compute()
    {
        var fleet = new TestFleet("a");
        fleet.Holds("a", 8);

        Assert.Equal(799, fleet.Scoring("").Pick(fleet.Workers, TestFleet.Request(tokens: 800, blocks: 8), 1).Workers[0].CachedTokens);
    }

    [Fact]
    public void Chosen_worker_is_expected_to_hold_the_prompt_soon()
    {
        var fleet = new TestFleet("a");
        fleet.Holds("a", 0);

        fleet.Pick(fleet.With("default"), TestFleet.Request(blocks: 5));

        Assert.Equal([("a", 5)], fleet.Expected);
    }

    [Fact]
    public void Silent_worker_is_believed_to_hold_what_it_was_given()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.With("default");
        string first = fleet.Pick(scheduler, TestFleet.Request(blocks: 50))!;

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(first, fleet.Pick(scheduler, TestFleet.Request(blocks: 50))));
        Assert.Empty(fleet.Expected);
        scheduler.Forget(fleet[first].Load);
        Assert.Equal(0, scheduler.Preview(fleet.Workers, TestFleet.Request(blocks: 50), 2).Workers.Max(picked => picked.CachedTokens));
    }

    [Fact]
    public void Preview_leaves_no_trace()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.With("sglang-cache-aware");

        scheduler.Preview(fleet.Workers, TestFleet.Request(blocks: 9) with { Session = "s" }, 1);

        Assert.All(scheduler.Preview(fleet.Workers, TestFleet.Request(blocks: 9), 2).Workers, picked => Assert.Equal(0, picked.CachedTokens));
    }

    [Fact]
    public void Approximate_memory_forgets_what_a_whole_generation_did_not_ask_for()
    {
        var fleet = new TestFleet("a");
        Scheduler scheduler = fleet.Scoring("approximate-prefix", new SchedulingOptions { RememberedBlocksMax = 200 });
        fleet.Pick(scheduler, TestFleet.Request() with { Keys = TestFleet.Keys(50, prompt: 1) });
        for (ulong prompt = 2; prompt < 8; prompt++)
        {
            fleet.Pick(scheduler, TestFleet.Request() with { Keys = TestFleet.Keys(50, prompt) });
        }

        Assert.Equal(0, fleet.Scores(scheduler, TestFleet.Request() with { Keys = TestFleet.Keys(50, prompt: 1) })["a"]);
        Assert.Equal(1, fleet.Scores(scheduler, TestFleet.Request() with { Keys = TestFleet.Keys(50, prompt: 7) })["a"]);
    }

    [Fact]
    public void Profile_of_a_request_goes_before_the_gateways()
    {
        var fleet = new TestFleet("a", "b");
        Scheduler scheduler = fleet.With("least-request");
        fleet["a"].Load.Take(0, 1);
        SchedulingProfile turns = scheduler.Find("round-robin");

        Assert.Equal("b", fleet.Pick(scheduler, TestFleet.Request()));
        Assert.Equal("a", scheduler.Pick(fleet.Workers, TestFleet.Request(), 1, turns).Workers[0].Worker.Id);
        Assert.Throws<ArgumentException>(() => scheduler.Find("nonsense"));
    }

    [Fact]
    public void Prefill_is_chosen_by_load_too()
    {
        var fleet = new TestFleet();
        fleet.Workers = [.. new[] { "p1", "p2" }.Select(id => fleet.Endpoint(WorkerBoard.Worker(id, WorkerRole.Prefill, "http://127.0.0.1:1")))];
        Scheduler scheduler = fleet.With("default");
        Placement request = TestFleet.Request() with { Role = WorkerRole.Prefill };
        fleet["p1"].Load.Take(500, 0);

        Assert.Equal("p2", fleet.Pick(scheduler, request));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("random")]
    [InlineData("round-robin")]
    [InlineData("least-request")]
    [InlineData("dynamo-cost")]
    [InlineData("llm-d-default")]
    public void Pick_allocates_the_same_for_few_and_for_many_workers(string profile)
    {
        long few = Allocated(profile, workers: 4, blocks: 16);
        long many = Allocated(profile, workers: 1000, blocks: 8192);

        Assert.InRange(many, 0, 400);
        Assert.InRange(many, few - 64, few + 64);
    }

    private static long Allocated(string profile, int workers, int blocks)
    {
        var fleet = new TestFleet([.. Enumerable.Range(0, workers).Select(i => $"w{i}")]);
        Scheduler scheduler = new SchedulerBuilder { Time = fleet.Time, Random = new RandomSource(1), Prefixes = new Half() }.Build(profile);
        Placement request = TestFleet.Request(tokens: 50_000, blocks: blocks);
        for (int i = 0; i < 20; i++)
        {
            scheduler.Pick(fleet.Workers, request, 2);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            scheduler.Pick(fleet.Workers, request, 2);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
    }

    private sealed class Half : IPrefixSource
    {
        public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths) =>
            depths[..workers.Length].Fill(keys.Length / 2);

        public void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys)
        {
        }
    }
}
