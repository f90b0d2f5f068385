using System.Collections.Concurrent;
using Prometheus;

namespace InferenceGateway.Gateway.Telemetry;

/// <summary>The gateway's series. Label values come from the directory or from fixed sets, never from a client.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Label value of every model nobody serves.</summary>
    public const string OtherModel = "other";

    private const string Prefix = "inference_gateway_";

    private static readonly string[] _modelLabel = ["model"];

    // vLLM's buckets, so that dashboards compare like with like.
    private static readonly double[] _ttftBuckets =
        [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];

    private static readonly double[] _itlBuckets =
        [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

    private static readonly double[] _overheadBuckets =
        [.00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .05, .25];

    private readonly ConcurrentDictionary<string, ModelMetrics> _byModel = new(StringComparer.Ordinal);
    private readonly Counter _requests;
    private readonly Counter _promptTokens;
    private readonly Counter _generationTokens;
    private readonly Counter _cachedTokens;
    private readonly Histogram _timeToFirstToken;
    private readonly Histogram _interTokenLatency;
    private readonly Counter _decisions;
    private readonly Counter _picks;
    private readonly Gauge _workerRequests;

    public GatewayMetrics(CollectorRegistry registry)
    {
        MetricFactory factory = Metrics.WithCustomRegistry(registry);
        // An exemplar formats two trace ids at every observation; no series here says more for it.
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        _requests = factory.CreateCounter($"{Prefix}requests_total", "Requests answered.", ["model", "route", "outcome"]);
        _promptTokens = factory.CreateCounter($"{Prefix}prompt_tokens_total", "Prompt tokens of answered requests.", _modelLabel);
        _generationTokens = factory.CreateCounter($"{Prefix}generation_tokens_total", "Tokens generated.", _modelLabel);
        _cachedTokens = factory.CreateCounter($"{Prefix}prefix_cached_tokens_total", "Prompt tokens that came from a prefix cache.", _modelLabel);
        _timeToFirstToken = Times(factory, "time_to_first_token_seconds", "From a request's arrival to the first event of its stream.", _ttftBuckets);
        _interTokenLatency = Times(factory, "inter_token_latency_seconds", "Between two events of a stream.", _itlBuckets);
        _decisions = factory.CreateCounter($"{Prefix}pd_decisions_total", "Where prompts are computed, and why.", ["decision", "reason"]);
        _picks = factory.CreateCounter($"{Prefix}picks_total", "Requests given to a worker.", ["worker", "policy"]);
        _workerRequests = factory.CreateGauge($"{Prefix}worker_requests_in_flight", "Requests of this gateway in flight on a worker.", ["worker"]);
        InFlight = factory.CreateGauge($"{Prefix}requests_in_flight", "Requests being served.");
        Overhead = factory.CreateHistogram(
            $"{Prefix}overhead_seconds",
            "Time the gateway itself adds, from the whole body to the start of forwarding.",
            new HistogramConfiguration { Buckets = _overheadBuckets });
        Other = new ModelMetrics(this, OtherModel);
    }

    public Gauge InFlight { get; }

    public Histogram Overhead { get; }

    /// <summary>For requests whose model is unknown or not served.</summary>
    public ModelMetrics Other { get; }

    /// <summary>The series of a served model.</summary>
    public ModelMetrics For(string model) => _byModel.GetOrAdd(model, static (name, metrics) => new ModelMetrics(metrics, name), this);

    public Counter.Child Decision(string decision, string reason) => _decisions.WithLabels(decision, reason);

    public Counter.Child Picks(string worker, string policy) => _picks.WithLabels(worker, policy);

    public Gauge.Child WorkerRequests(string worker) => _workerRequests.WithLabels(worker);

    public Counter.Child Requests(string model, string route, string outcome) => _requests.WithLabels(model, route, outcome);

    public Counter.Child PromptTokens(string model) => _promptTokens.WithLabels(model);

    public Counter.Child GenerationTokens(string model) => _generationTokens.WithLabels(model);

    public Counter.Child CachedTokens(string model) => _cachedTokens.WithLabels(model);

    public Histogram.Child TimeToFirstToken(string model) => _timeToFirstToken.WithLabels(model);

    public Histogram.Child InterTokenLatency(string model) => _interTokenLatency.WithLabels(model);

    private static Histogram Times(MetricFactory factory, string name, string help, double[] buckets) =>
        factory.CreateHistogram($"{Prefix}{name}", help, _modelLabel, new HistogramConfiguration { Buckets = buckets });
}
