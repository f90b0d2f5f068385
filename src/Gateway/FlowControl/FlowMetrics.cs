using InferenceGateway.Gateway.Tenancy;
using Prometheus;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>The series of flow control.</summary>
internal sealed class FlowMetrics
{
    private static readonly double[] _waitBuckets = [.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300];

    public FlowMetrics(CollectorRegistry registry)
    {
        MetricFactory factory = Metrics.WithCustomRegistry(registry);
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        Depth = factory.CreateGauge("inference_gateway_queue_depth", "Requests that wait for admission.", ["model", "priority"]);
        QueuedTokens = factory.CreateGauge(
            "inference_gateway_queued_prompt_tokens", "Estimated tokens of requests that wait for admission, prompts and answers.", ["model"]);
        Wait = factory.CreateHistogram(
            "inference_gateway_queue_seconds",
            "Wait of admitted requests.",
            ["model", "priority"],
            new HistogramConfiguration { Buckets = _waitBuckets });
        TenantTokens = factory.CreateCounter("inference_gateway_tenant_tokens_total", "Tokens that tenants took, prompts and answers.", ["tenant"]);
        BudgetLeases = factory.CreateCounter("inference_gateway_budget_leases_total", "Times that Redis was asked for a part of a budget.", ["result"]);
        BudgetAlone = factory.CreateCounter("inference_gateway_budget_alone_tokens_total", "Budget tokens granted while Redis could not be asked.");
        BudgetCuts = factory.CreateCounter("inference_gateway_budget_cuts_total", "Streams that ended because a token budget was used up.");
        Rejected = factory.CreateCounter("inference_gateway_rejected_total", "Requests that were not admitted.", ["model", "reason"]);
    }

    public Gauge Depth { get; }

    public Gauge QueuedTokens { get; }

    public Histogram Wait { get; }

    public Counter Rejected { get; }

    public Counter TenantTokens { get; }

    public Counter BudgetLeases { get; }

    public Counter BudgetAlone { get; }

    public Counter BudgetCuts { get; }

    public PoolMetrics For(string model) => new(this, model);
}

/// <summary>The series of one pool, looked up once.</summary>
internal sealed class PoolMetrics
{
    private readonly FlowMetrics _metrics;
    private readonly string _model;
    private readonly Gauge.Child[] _depth;
    private readonly Histogram.Child[] _wait;
    private readonly Gauge.Child _tokens;

    public PoolMetrics(FlowMetrics metrics, string model)
    {
        _metrics = metrics;
        _model = model;
        string[] priorities = [.. Enum.GetNames<RequestPriority>().Select(name => name.ToLowerInvariant())];
        _depth = [.. priorities.Select(priority => metrics.Depth.WithLabels(model, priority))];
        _wait = [.. priorities.Select(priority => metrics.Wait.WithLabels(model, priority))];
        _tokens = metrics.QueuedTokens.WithLabels(model);
    }

    public void SetDepth(RequestPriority priority, int requests, long tokens)
    {
        _depth[(int)priority].Set(requests);
        _tokens.Set(tokens);
    }

    public void ObserveWait(RequestPriority priority, double seconds) => _wait[(int)priority].Observe(seconds);

    public void CountRejected(RejectReason reason) => _metrics.Rejected.WithLabels(_model, Rejection.CodeOf(reason)).Inc();

    /// <summary>Takes the pool's gauges out of the metrics; counters stay, as Prometheus expects.</summary>
    public void Forget()
    {
        Array.ForEach(_depth, gauge => gauge.Remove());
        _tokens.Remove();
    }
}
