using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload.Load;
using InferenceGateway.Overload.Measuring;
using InferenceGateway.Overload.Staging;

namespace InferenceGateway.Overload;

/// <summary>One demonstration: measure what can be served, offer more, and add up.</summary>
/// <param name="settings">What is shown.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Is told how far it is.</param>
public sealed class OverloadRun(OverloadSettings settings, TimeProvider time, TextWriter log)
{
    private const int ProgressEverySeconds = 10;

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(20);
    private static readonly FlowControlOptions Defaults = new();

    private readonly TenantPlan[] _tenants = TenantPlan.For(settings.Times);

    /// <summary>Runs it; takes a little longer than the settings say.</summary>
    /// <exception cref="OverloadException">The stage did not come up, or nothing was served.</exception>
    public async Task<OverloadResult> RunAsync(CancellationToken cancellation)
    {
        await using Stage stage = await Stage.StartAsync(_tenants, settings, cancellation);
        using LoadClient client = new(stage.Api, Stage.Model, time);
        Capacity capacity = await MeasureAsync(stage, client, cancellation);
        Arrival[] arrivals = Arrival.Poisson([.. _tenants.Select(tenant => tenant.Offered * capacity.Requests)], settings.Seconds, settings.Seed);
        log.WriteLine($"offering {settings.Times:0.##} times as many: {arrivals.Length} requests within {settings.Seconds:0} s");
        using Sampler sampler = new(stage, _tenants, time);
        long heapStart = GC.GetTotalMemory(forceFullCollection: true);
        MetricsText before = await sampler.ReadAsync(cancellation);
        (Outcome[] outcomes, int unsent, IReadOnlyList<Sample> samples) = await LoadAsync(stage, client, sampler, arrivals, cancellation);
        int leftOver = await IdleAsync(stage, cancellation);
        MetricsText after = await sampler.ReadAsync(cancellation);
        BoundsResult bounds = new(
            Defaults.QueueMax,
            stage.Pressure.Capacity.Requests,
            samples.Max(sample => sample.Running),
            leftOver,
            unsent,
            heapStart,
            GC.GetTotalMemory(forceFullCollection: true),
            samples.Max(sample => sample.ResidentBytes));
        return Result(capacity, outcomes, samples, Queues(before, after, samples), bounds);
    }

    private async Task<Capacity> MeasureAsync(Stage stage, LoadClient client, CancellationToken cancellation)
    {
        int places = stage.Pressure.Capacity.Requests;
        log.WriteLine($"measuring what can be served, for {settings.CapacitySeconds:0.#} s: {places} requests run at once");
        CapacityProbe probe = new(client, stage.KeyOf(Stage.Probe), time);
        Capacity capacity = await probe.MeasureAsync(places * 3 / 2, settings.CapacitySeconds, settings.Seed, cancellation);
        log.WriteLine($"{capacity.Requests:0.0} requests and {capacity.Tokens:0} tokens a second");
        await IdleAsync(stage, cancellation);
        return capacity;
    }

    private async Task<(Outcome[] Outcomes, int Unsent, IReadOnlyList<Sample> Samples)> LoadAsync(
        Stage stage, LoadClient client, Sampler sampler, Arrival[] arrivals, CancellationToken cancellation)
    {
        OpenLoop loop = new(client, [.. _tenants.Select(tenant => stage.KeyOf(tenant.Id))], time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        long start = time.GetTimestamp();
        Task<IReadOnlyList<Sample>> sampling = sampler.RunAsync(start, Tell, stop.Token);
        Outcome[] outcomes = await loop.RunAsync(arrivals, start, cancellation);
        await stop.CancelAsync();
        return (outcomes, loop.Unsent, await sampling);
    }

    private void Tell(Sample sample)
    {
        if ((int)Math.Round(sample.At) % ProgressEverySeconds == 0)
        {
            log.WriteLine($"{sample.At,4:0} s: {sample.Running} run, {sample.Waiting:0} wait");
        }
    }

    /// <summary>Waits until gateway and engines have nothing to do: both learn of an answer's end a little after the client.</summary>
    /// <returns>Requests that were left when the time was up.</returns>
    private async Task<int> IdleAsync(Stage stage, CancellationToken cancellation)
    {
        int Left() => stage.Pressure.Running + stage.Pressure.Waiting + stage.InEngines;
        long start = time.GetTimestamp();
        while (Left() > 0 && time.GetElapsedTime(start) < IdleTimeout)
        {
            await Task.Delay(IdlePoll, time, cancellation);
        }

        return Left();
    }

    private QueueResult[] Queues(MetricsText before, MetricsText after, IReadOnlyList<Sample> samples) =>
    [
        .. Enum.GetValues<RequestPriority>().OrderDescending().Select(priority =>
        {
            BucketCounts waits = after.Observed(before, "inference_gateway_queue_seconds", Sampler.LabelsOf(priority));
            return new QueueResult(priority, samples.Max(sample => sample.Depth[(int)priority]), waits.Quantile(0.5, settings.QueueSeconds), waits.Quantile(0.99, settings.QueueSeconds));
        }),
    ];

    private OverloadResult Result(Capacity capacity, Outcome[] outcomes, IReadOnlyList<Sample> samples, QueueResult[] queues, BoundsResult bounds)
    {
        bool Counts(double at) => at >= settings.SettlingSeconds && at < settings.Seconds;
        ILookup<int, Outcome> own = outcomes.ToLookup(outcome => outcome.Arrival.Tenant);
        long[] served = [.. _tenants.Select((_, at) => own[at].Where(outcome => outcome.Served && Counts(outcome.EndedAt)).Sum(outcome => outcome.Tokens))];
        // What a high priority is due is what it asks for, and only answers tell exact tokens; one that was refused is a broken promise of its own.
        long[] offered = [.. _tenants.Select((_, at) => own[at].Where(outcome => Counts(outcome.Arrival.At)).Sum(outcome => outcome.Tokens))];
        double[] due = FairShares.Of(_tenants, offered, served.Sum(), Defaults);
        TenantResult[] tenants = [.. _tenants.Select((tenant, at) => TenantResult.Of(tenant, [.. own[at]], served[at], due[at], served.Sum()))];
        Promise[] promises = Promise.Of(settings, tenants, queues, bounds);
        return new OverloadResult(settings, capacity, tenants, queues, bounds, promises, samples, outcomes);
    }
}
