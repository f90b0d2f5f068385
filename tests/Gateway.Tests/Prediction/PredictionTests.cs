using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling.Load;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Gateway.Tests.Prediction;

public sealed class PredictionTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LatencyPredictor _predictor = new(new PredictionOptions());
    private readonly WorkerLoads _loads;

    public PredictionTests() => _loads = new WorkerLoads(_time);

    [Fact]
    public void Cold_estimates_are_the_configured_beliefs()
    {
        PoolEstimates decode = _predictor.For("m", WorkerRole.Decode);
        PoolEstimates prefill = _predictor.For("m", WorkerRole.Prefill);
        WorkerLoad worker = _loads.For("w");

        Assert.Equal(0.02 + 0.25, decode.PrefillSeconds(worker, 1000, 0), 1e-9);
        Assert.Equal(0.025 + 0.25 + 0.01, prefill.PrefillSeconds(worker, 1000, 2000), 1e-9);
        Assert.Equal(0.02 + (4 * 0.0005), decode.TokenSeconds(worker, 4), 1e-9);
        Assert.Equal(0.0005, decode.TokenSecondsPerRequest(worker), 1e-9);
        Assert.Equal(250, _predictor.TokensOf("m", 1000));
    }

    [Fact]
    public void Prefill_rate_and_base_are_learnt()
    {
        PoolEstimates pool = _predictor.For("m", WorkerRole.Decode);
        WorkerLoad worker = _loads.For("w");
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            double tokens = random.Next(100, 8000);
            pool.LearnPrefill(worker, tokens, 0, (0.1 + (tokens / 20_000)) * (0.95 + (0.1 * random.NextDouble())));
        }

        foreach (double tokens in (double[])[200, 1000, 7000])
        {
            double truth = 0.1 + (tokens / 20_000);
            Assert.InRange(pool.PrefillSeconds(worker, tokens, 0), truth * 0.9, truth * 1.1);
            // Others of the pool profit at once.
            Assert.InRange(pool.PrefillSeconds(_loads.For("new"), tokens, 0), truth * 0.9, truth * 1.1);
        }
    }

    [Fact]
    public void Long_prompts_may_cost_more_per_token()
    {
        PoolEstimates pool = _predictor.For("m", WorkerRole.Decode);
        WorkerLoad worker = _loads.For("w");
        var random = new Random(2);
        for (int i = 0; i < 600; i++)
        {
            double tokens = Math.Pow(2, 9 + (8 * random.NextDouble()));
            pool.LearnPrefill(worker, tokens, 0, Truth(tokens));
        }

        Assert.All((double[])[1500, 12_000, 90_000], tokens => Assert.InRange(pool.PrefillSeconds(worker, tokens, 0), Truth(tokens) * 0.75, Truth(tokens) * 1.25));

        static double Truth(double tokens) => 0.02 + (tokens / 10_000) + (tokens * tokens * 1e-9);
    }

    [Fact]
    public void Slow_worker_is_told_from_its_pool()
    {
        PoolEstimates pool = _predictor.For("m", WorkerRole.Decode);
        for (int i = 0; i < 100; i++)
        {
            pool.LearnPrefill(_loads.For("fast"), 1000, 0, 0.1);
            pool.LearnPrefill(_loads.For("slow"), 1000, 0, 0.4);
        }

        Assert.InRange(pool.PrefillSeconds(_loads.For("fast"), 1000, 0), 0.09, 0.14);
        Assert.InRange(pool.PrefillSeconds(_loads.For("slow"), 1000, 0), 0.35, 0.41);
    }

    [Fact]
    public void Transfer_rate_is_told_from_the_computation()
    {
        PoolEstimates pool = _predictor.For("m", WorkerRole.Prefill);
        WorkerLoad worker = _loads.For("p");
        var random = new Random(3);
        for (int i = 0; i < 400; i++)
        {
            double moved = random.Next(500, 8000);
            double uncached = moved * random.NextDouble();
            pool.LearnPrefill(worker, uncached, moved, 0.05 + (uncached / 5000) + (moved / 50_000));
        }

        double half = pool.PrefillSeconds(worker, 2000, 4000);
        double none = pool.PrefillSeconds(worker, 2000, 0);
        Assert.InRange(half, 0.53 * 0.93, 0.53 * 1.07);
        Assert.InRange(half - none, 0.08 * 0.7, 0.08 * 1.3);
    }

    [Fact]
    public void Time_per_token_is_learnt_by_batch()
    {
        PoolEstimates pool = _predictor.For("m", WorkerRole.Decode);
        WorkerLoad worker = _loads.For("w");
        for (int i = 0; i < 200; i++)
        {
            pool.LearnToken(worker, i % 20, 0.005 + (0.001 * (i % 20)));
        }

        Assert.Equal(0.015, pool.TokenSeconds(worker, 10), 0.001);
        Assert.Equal(0.001, pool.TokenSecondsPerRequest(worker), 0.0001);
    }

    [Fact]
    public void New_speed_replaces_the_old_one()
    {
        PoolEstimates pool = _predictor.For("m", WorkerRole.Decode);
        WorkerLoad worker = _loads.For("w");
        for (int i = 0; i < 500; i++)
        {
            pool.LearnPrefill(worker, 1000, 0, 1);
        }

        for (int i = 0; i < 500; i++)
        {
            pool.LearnPrefill(worker, 1000, 0, 0.1);
        }

        Assert.Equal(0.1, pool.PrefillSeconds(worker, 1000, 0), 0.01);
    }

    [Fact]
    public void Track_teaches_what_a_request_took()
    {
        WorkerLoad worker = _loads.For("d");
        PoolEstimates pool = _predictor.For("m", WorkerRole.Decode);
        for (int i = 0; i < 100; i++)
        {
            using RequestTrack track = Start(worker, null);
            _time.Advance(TimeSpan.FromSeconds(0.5));
            track.FirstToken();
            _time.Advance(TimeSpan.FromSeconds(0.9));
            track.Finish(textBytes: 2000, promptTokens: 1000, cachedTokens: 200, generatedTokens: 10);
        }

        Assert.Equal(default, worker.Own);
        Assert.Equal(0.5, pool.PrefillSeconds(worker, 800, 0), 0.05);
        Assert.Equal(0.1, pool.TokenSeconds(worker, 0), 0.01);
        Assert.Equal(2, _predictor.BytesPerToken("m"), 0.1);
    }

    [Fact]
    public void Track_of_a_split_request_teaches_the_real_prefill_worker()
    {
        (WorkerLoad decode, WorkerLoad thought, WorkerLoad real) = (_loads.For("d"), _loads.For("p1"), _loads.For("p2"));
        PoolEstimates prefill = _predictor.For("m", WorkerRole.Prefill);
        double before = prefill.PrefillSeconds(thought, 1000, 1000);
        for (int i = 0; i < 200; i++)
        {
            using RequestTrack track = Start(decode, thought);
            track.PrefilledBy(real);
            _time.Advance(TimeSpan.FromSeconds(3));
            track.FirstToken();
            track.Finish(0, 1000, 0, 1);
        }

        Assert.Equal(default, real.Own);
        Assert.Equal(3, prefill.PrefillSeconds(real, 1000, 1000), 0.2);
        Assert.True(before < 1, $"The belief was {before} s.");
        Assert.Equal(0.27, _predictor.For("m", WorkerRole.Decode).PrefillSeconds(decode, 1000, 0), 1e-9);
    }

    [Fact]
    public void Track_that_is_only_disposed_teaches_nothing()
    {
        WorkerLoad worker = _loads.For("d");
        RequestTrack track = Start(worker, null);
        _time.Advance(TimeSpan.FromSeconds(60));
        track.FirstToken();
        track.Dispose();
        track.Dispose();
        track.PrefilledBy(worker);

        Assert.Equal(default, worker.Own);
        Assert.Equal(0.27, _predictor.For("m", WorkerRole.Decode).PrefillSeconds(worker, 1000, 0), 1e-9);
    }

    private RequestTrack Start(WorkerLoad decode, WorkerLoad? prefill) =>
        RequestTrack.Start(_predictor, _time, new Routed("m", decode, prefill, 1000, 800, 100));
}
