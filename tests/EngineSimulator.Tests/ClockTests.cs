using InferenceGateway.EngineSimulator.Clocks;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.EngineSimulator.Tests;

public sealed class ClockTests
{
    [Fact]
    public void Virtual_events_run_in_order_of_time_and_then_of_asking()
    {
        VirtualClock clock = new();
        List<string> seen = [];
        clock.At(2, () => seen.Add($"late {clock.Now}"));
        clock.At(1, () =>
        {
            seen.Add($"first {clock.Now}");
            clock.At(0, () => seen.Add($"past {clock.Now}"));
            clock.At(2, () => seen.Add($"last {clock.Now}"));
        });
        clock.At(1, () => seen.Add($"second {clock.Now}"));
        clock.Run();

        Assert.Equal(["first 1", "second 1", "past 1", "late 2", "last 2"], seen);
    }

    [Fact]
    public void Virtual_clock_stops_where_it_is_told()
    {
        VirtualClock clock = new();
        clock.At(5, () => { });
        clock.RunUntil(3);

        Assert.Equal((3, 1), (clock.Now, clock.Pending));
        Assert.Equal(3 * TimeSpan.TicksPerSecond, clock.Time.GetTimestamp());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(3), clock.Time.GetUtcNow());
    }

    [Fact]
    public void Real_events_see_the_instant_they_were_due_at()
    {
        FakeTimeProvider time = new();
        using RealTimeClock clock = new(time);
        List<double> seen = [];
        clock.At(1, () =>
        {
            seen.Add(clock.Now);
            clock.At(clock.Now + 1, () => seen.Add(clock.Now));
        });
        clock.At(0.5, () => seen.Add(clock.Now));
        time.Advance(TimeSpan.FromSeconds(0.4));
        Assert.Empty(seen);
        time.Advance(TimeSpan.FromSeconds(1.2));
        Assert.Equal([0.5, 1], seen);
        time.Advance(TimeSpan.FromSeconds(0.4));

        Assert.Equal([0.5, 1, 2], seen);
    }

    [Fact]
    public void Disposed_clock_runs_nothing()
    {
        FakeTimeProvider time = new();
        RealTimeClock clock = new(time);
        bool ran = false;
        clock.At(1, () => ran = true);
        clock.Dispose();
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(ran);
    }
}
