using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class PickerTests
{
    private const int Draws = 3000;

    [Fact]
    public void Round_robin_takes_all_in_turn()
    {
        var fleet = new TestFleet("a", "b", "c");
        Scheduler scheduler = fleet.With("round-robin");

        Assert.Equal(["a", "b", "c", "a"], Enumerable.Range(0, 4).Select(_ => fleet.Pick(scheduler, TestFleet.Request())!));
    }

    [Fact]
    public void Preview_takes_no_turn()
    {
        var fleet = new TestFleet("a", "b", "c");
        Scheduler scheduler = fleet.With("round-robin");

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal("a", scheduler.Preview(fleet.Workers, TestFleet.Request(), 1).Workers[0].Worker.Id));
        Assert.Equal("a", fleet.Pick(scheduler, TestFleet.Request()));
    }

    [Theory]
    [InlineData("random")]
    [InlineData("least-request")]
    public void Equals_are_taken_with_the_same_chance(string profile)
    {
        var fleet = new TestFleet("a", "b", "c");
        Scheduler scheduler = fleet.With(profile);

        Dictionary<string, int> counts = Draw(fleet, scheduler);

        Assert.All(counts.Values, count => Assert.InRange(count, Draws / 3 * 0.9, Draws / 3 * 1.1));
    }

    [Fact]
    public void Weighted_random_follows_the_scores()
    {
        var fleet = new TestFleet("full", "quarter");
        fleet["full"].Load.Engine = new EngineState(0, 0, 1, 0, 0, fleet.Time.GetTimestamp());
        fleet["quarter"].Load.Engine = new EngineState(0, 0, 0.25, 0, 0, fleet.Time.GetTimestamp());
        Assert.Equal(Draws, Draw(fleet, fleet.Scoring("kv-use", picker: "weighted-random"))["quarter"]);

        fleet["full"].Load.Engine = new EngineState(0, 0, 0.75, 0, 0, fleet.Time.GetTimestamp());
        Assert.InRange(Draw(fleet, fleet.Scoring("kv-use", picker: "weighted-random"))["full"], Draws * 0.22, Draws * 0.28);
    }

    [Fact]
    public void Power_of_two_never_takes_the_worst_and_not_always_the_best()
    {
        var fleet = new TestFleet("best", "middle", "worst");
        fleet["middle"].Load.Take(0, 1);
        fleet["worst"].Load.Take(0, 1);
        fleet["worst"].Load.Take(0, 1);

        Dictionary<string, int> counts = Draw(fleet, fleet.Scoring("in-flight-requests", picker: "power-of-two"));

        Assert.False(counts.ContainsKey("worst"));
        Assert.InRange(counts["middle"], Draws / 3 * 0.9, Draws / 3 * 1.1);
    }

    [Theory]
    [InlineData("best-score")]
    [InlineData("weighted-random")]
    [InlineData("power-of-two")]
    [InlineData("round-robin")]
    public void Later_choices_are_other_workers(string picker)
    {
        var fleet = new TestFleet("a", "b", "c");
        Scheduler scheduler = fleet.Scoring("", picker: picker);

        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(3, scheduler.Pick(fleet.Workers, TestFleet.Request(), 5).Workers.Select(picked => picked.Worker.Id).Distinct().Count());
        }
    }

    [Fact]
    public void Equal_seeds_draw_equally()
    {
        var one = new RandomSource(3);
        var other = new RandomSource(3);

        Assert.Equal(Enumerable.Range(0, 100).Select(_ => one.Below(1000)), Enumerable.Range(0, 100).Select(_ => other.Below(1000)));
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(one.Unit(), 0, 0.9999999999999999));
    }

    private static Dictionary<string, int> Draw(TestFleet fleet, Scheduler scheduler) => Enumerable.Range(0, Draws)
        .Select(_ => fleet.Pick(scheduler, TestFleet.Request())!)
        .GroupBy(id => id)
        .ToDictionary(group => group.Key, group => group.Count());
}
