using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Simulation;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.EngineSimulator.Tests.Replay;

public sealed class ReplayTests
{
    private static readonly EngineCalibration Llama = CalibrationTable.BuiltIn.Find("llama3-70b-8xa800");

    private static readonly Trace Talks = new TraceShape().Apply(TraceSource.Read("generated:150:1", seed: 3), seed: 3);

    [Fact]
    public void Lone_requests_take_what_the_calibration_says_and_hit_what_they_share()
    {
        Trace trace = Trace((0, 1025, 3, [1, 2]), (100, 1025, 3, [1, 2]), (200, 513, 1, [7]));
        RunReport report = Run("least-request", trace, workers: 1);
        double cold = Llama.PrefillBaseSeconds + Llama.PrefillSeconds(0, 1024) + Llama.PrefillBaseSeconds + Llama.PrefillSeconds(1024, 1);
        double warm = Llama.PrefillBaseSeconds + Llama.PrefillSeconds(1024, 1);
        double short1 = Llama.PrefillBaseSeconds + Llama.PrefillSeconds(0, 513);

        Assert.Equal((cold + warm + short1) / 3, report.FirstToken.Mean, 1e-9);
        Assert.Equal(1024.0 / 2563, report.HitRate, 1e-9);
        Assert.Equal(report.IdealHitRate!.Value, report.HitRate, 1e-9);
        Assert.Equal(
            (Llama.DecodeBaseSeconds + Llama.DecodeSeconds(1, 1026) + Llama.DecodeBaseSeconds + Llama.DecodeSeconds(1, 1027)) / 2, report.BetweenTokens.Mean, 1e-9);
    }

    [Fact]
    public void Ideal_cache_evicts_what_was_used_longest_ago()
    {
        Trace trace = Trace((0, 1025, 1, [1, 2]), (1, 1025, 1, [3, 4]), (2, 1025, 1, [1, 2]), (3, 1025, 1, [3, 4]));

        Assert.Equal(0.5 * 2 * 1024 / 2050, IdealCache.HitRate(trace, blocks: 4), 1e-9);
        Assert.Equal(0, IdealCache.HitRate(trace, blocks: 2));
    }

    [Fact]
    public void One_worker_with_room_for_all_finds_nearly_what_an_ideal_cache_finds()
    {
        RunReport report = Run("random", new TraceShape(Speed: 0.1).Apply(Talks, seed: 1), workers: 1);

        Assert.InRange(report.HitsByIdeal!.Value, 0.99, 1);
    }

    [Fact]
    public void Profiles_that_follow_prefixes_find_more_and_are_faster_than_chance()
    {
        RunReport chance = Run("random", Talks, workers: 4);
        RunReport prefix = Run("llm-d-default", Talks, workers: 4);
        RunReport standard = Run("default", Talks, workers: 4);

        Assert.InRange(prefix.HitsByIdeal!.Value, 0.95, 1);
        Assert.True(standard.HitRate > 1.2 * chance.HitRate, $"default finds {standard.HitRate}, random {chance.HitRate}.");
        Assert.True(standard.FirstToken.Mean < 0.8 * chance.FirstToken.Mean, $"default takes {standard.FirstToken.Mean} s, random {chance.FirstToken.Mean} s.");
        Assert.All([chance, prefix, standard], report => Assert.Equal(report.Requests, report.Finished));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(2, 2)]
    public void Same_seed_gives_the_same_report(int gateways, int prefills)
    {
        RunReport one = Timeless(Run("default", Talks, workers: 4, gateways, prefills));

        Assert.Equal(one, Timeless(Run("default", Talks, workers: 4, gateways, prefills)));
        Assert.NotEqual(one, Timeless(Run("default", Talks, workers: 4, gateways, prefills, seed: 2)));
        Assert.Equal(one.Requests, one.Finished);
    }

    [Fact]
    public void Splitting_takes_prompts_off_the_decode_workers()
    {
        RunReport whole = Run("least-request", Talks, workers: 4);
        RunReport split = Run("least-request", Talks, workers: 2, prefills: 2);

        Assert.True(
            split.BetweenTokens.P99 < 0.5 * whole.BetweenTokens.P99, $"Between tokens p99 is {split.BetweenTokens.P99} s split and {whole.BetweenTokens.P99} s unsplit.");
    }

    private static RunReport Run(string profile, Trace trace, int workers, int gateways = 1, int prefills = 0, int seed = 1) => SimulatedCluster.Replay(
        profile,
        new SimulationSettings
        {
            Calibration = Llama,
            Profile = profile,
            DecodeWorkers = workers,
            PrefillWorkers = prefills,
            Gateways = gateways,
            Seed = seed,
        },
        trace,
        Progress.Silent);

    private static RunReport Timeless(RunReport report) => report with { WallSeconds = 0, DecisionMicroseconds = null };

    private static Trace Trace(params (double At, int Prompt, int Output, ulong[] Blocks)[] requests) => new(
        "made by hand",
        512,
        [.. requests.Select(request => new TraceRequest(request.At, request.Prompt, request.Output, [.. request.Blocks.Select(block => new BlockKey(0, block))]))]);
}
