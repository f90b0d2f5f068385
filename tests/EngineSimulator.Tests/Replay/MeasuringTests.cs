using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Simulation;

namespace InferenceGateway.EngineSimulator.Tests.Replay;

public sealed class MeasuringTests
{
    [Fact]
    public void Histogram_is_exact_in_the_mean_and_within_two_percent_in_percentiles()
    {
        LogHistogram histogram = new();
        for (int value = 1; value <= 1000; value++)
        {
            histogram.Add(value / 1000.0);
        }

        Assert.Equal(0.5005, histogram.Mean, 1e-9);
        Assert.Equal(0.5, histogram.Percentile(0.5), 0.01);
        Assert.Equal(0.99, histogram.Percentile(0.99), 0.02);
        Assert.Equal(0, new LogHistogram().Percentile(0.5));
    }

    [Fact]
    public void Spread_leaves_out_what_never_came()
    {
        Spread spread = Spread.Of([3, 1, double.NaN, 2]);

        Assert.Equal(new Spread(2, 2, 3, 3), spread);
    }

    [Fact]
    public void Mirror_believes_a_decision_until_it_runs_out_and_an_event_for_good()
    {
        VirtualClock clock = new();
        using SimulatedMirror mirror = new(clock, expectSeconds: 2);
        WorkerLoads loads = new(clock.Time);
        WorkerEndpoint[] workers = [Endpoint("a", loads), Endpoint("b", loads)];
        BlockKey[] keys = [Bench.Key(1), Bench.Key(2), Bench.Key(3)];
        mirror.Expect("m", workers[1], keys.AsSpan(0, 2));
        mirror.Stored("a", null, keys.AsSpan(0, 1));

        Assert.Equal([1, 2], Depths());
        clock.RunUntil(2.1);
        Assert.Equal([1, 0], Depths());
        mirror.Removed("a", keys[0]);
        Assert.Equal([0, 0], Depths());

        int[] Depths()
        {
            int[] depths = new int[2];
            mirror.Match("m", keys, workers, depths);
            return depths;
        }
    }

    private static WorkerEndpoint Endpoint(string id, WorkerLoads loads) => WorkerEndpoint.TryCreate(
        new Contracts.Workers.WorkerRecord
        {
            Id = id,
            Role = Contracts.Workers.WorkerRole.Decode,
            Model = "m",
            ApiUrl = "http://x",
            InternalUrl = "http://x",
            KvEndpoint = "x:1",
            Epoch = 1,
            Slots = 1,
            ContextLength = 1,
            ModelHash = "0",
        },
        loads)!;
}
