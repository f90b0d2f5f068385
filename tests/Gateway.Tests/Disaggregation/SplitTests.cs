using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Tests.Scheduling;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Disaggregation;

public sealed class SplitTests
{
    private const int PromptTokens = 4000;

    private readonly TestFleet _fleet = new("d");
    private readonly WorkerEndpoint _prefill;

    public SplitTests() => _prefill = _fleet.Endpoint(WorkerBoard.Worker("p", WorkerRole.Prefill, "http://127.0.0.1:1"));

    [Fact]
    public void Idle_decode_worker_computes_the_prompt_itself()
    {
        SplitEstimate estimate = Estimate();

        Assert.Equal(1.02, estimate.Local, 1e-9);
        Assert.Equal(0.025 + 1 + 0.02, estimate.Remote, 1e-9);
        Assert.Equal(SplitReason.LocalCheaper, estimate.Cheaper);
    }

    [Fact]
    public void Running_streams_are_spared()
    {
        _fleet["d"].Load.Take(0, 100);

        SplitEstimate estimate = Estimate();

        Assert.Equal(1.02, estimate.StreamDelay, 1e-9);
        Assert.Equal(SplitReason.StreamsSpared, estimate.Cheaper);
        Assert.Equal(SplitReason.LocalCheaper, Estimate(streamWeight: 0).Cheaper);
    }

    [Fact]
    public void Prompts_waiting_on_the_decode_worker_are_passed_by()
    {
        _fleet["d"].Load.Take(2000, 100);

        Assert.Equal(SplitReason.DecodeBusy, Estimate(streamWeight: 0).Cheaper);
    }

    [Fact]
    public void Faster_prefill_workers_get_the_prompt_anyway()
    {
        for (int i = 0; i < 100; i++)
        {
            _fleet.Predictor.For(TestFleet.Model, WorkerRole.Prefill).LearnPrefill(_prefill.Load, PromptTokens, PromptTokens, 0.1);
        }

        Assert.Equal(SplitReason.RemoteCheaper, Estimate().Cheaper);
    }

    [Fact]
    public void Busy_prefill_worker_is_the_reason_to_stay_local()
    {
        _fleet["d"].Load.Take(0, 100);
        _prefill.Load.Take(10_000, 0);

        Assert.Equal(SplitReason.PrefillBusy, Estimate().Cheaper);
    }

    [Fact]
    public void Prompt_held_by_the_decode_worker_stays_there()
    {
        _fleet["d"].Load.Take(0, 100);

        SplitEstimate estimate = Estimate(cached: PromptTokens - 1);

        Assert.Equal(SplitReason.PromptHeld, estimate.Cheaper);
        Assert.Equal(1, estimate.HeldShare, 0.001);
    }

    [Fact]
    public async Task When_useful_stays_local_when_there_is_no_prefill_worker()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        await using TestGateway useful = await TestGateway.StartAsync("WhenUseful");
        useful.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, gateway.Worker.Url));

        using HttpResponseMessage response = await useful.PostAsync();

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("local;no-prefill-worker", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
        await useful.MetricReachesAsync("inference_gateway_pd_decisions_total{decision=\"local\",reason=\"no-prefill-worker\"}", 1);
    }

    [Fact]
    public async Task Policy_of_a_model_goes_before_the_gateways()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Require", ("Gateway:Disaggregation:Models:m", "WhenUseful"));
        gateway.Board.Set(
            WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url),
            WorkerBoard.Worker("p1", WorkerRole.Prefill, "http://127.0.0.1:1"));

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal("local;local-cheaper", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
        Assert.False(Assert.Single(worker.Received).Headers.ContainsKey(HeaderNames.PrefillCandidates));
    }

    private SplitEstimate Estimate(double streamWeight = 1, int cached = 0)
    {
        var estimator = new SplitEstimator(_fleet.Predictor, WrittenLoads.Instance, _fleet.Time, streamWeight);
        return estimator.Estimate(
            TestFleet.Request(PromptTokens), new PickedWorker(_fleet["d"], 1, cached), new PickedWorker(_prefill, 1, 0));
    }
}
