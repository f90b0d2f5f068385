using InferenceGateway.Inference.Engine;
using Prometheus;

namespace InferenceGateway.Serving.Telemetry;

/// <summary>
/// The worker's metrics in vLLM's names and buckets. prometheus-net has no colon in names, so they are registered as <c>vllm_...</c> and
/// become <c>vllm:...</c> in <see cref="MetricsEndpoint"/>.
/// </summary>
internal sealed class WorkerMetrics : IEngineObserver
{
    private static readonly double[] TimeToFirstTokenBuckets =
        [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];

    private static readonly double[] InterTokenBuckets =
        [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

    private static readonly double[] LatencyBuckets =
        [.3, .5, .8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];

    private static readonly double[] TokenBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

    private readonly string _model;
    private readonly MetricFactory _factory;
    private readonly Gauge.Child _running;
    private readonly Gauge.Child _waiting;
    private readonly Gauge.Child _kvUsage;

    public WorkerMetrics(string model)
    {
        _model = model;
        Registry = Metrics.NewCustomRegistry();
        _factory = Metrics.WithCustomRegistry(Registry);
        _running = Gauge("vllm_num_requests_running", "Requests that hold a KV slot.");
        _waiting = Gauge("vllm_num_requests_waiting", "Requests that wait for a KV slot.");
        _kvUsage = Gauge("vllm_kv_cache_usage_perc", "Share of KV slots in use, 0 to 1.");
        PromptTokens = Counter("vllm_prompt_tokens_total", "Prompt tokens computed by this worker.");
        GenerationTokens = Counter("vllm_generation_tokens_total", "Tokens drawn by this worker.");
        TimeToFirstToken = Histogram("vllm_time_to_first_token_seconds", "From a request's arrival to its first token.", TimeToFirstTokenBuckets);
        InterToken = Histogram("vllm_inter_token_latency_seconds", "Between two tokens of one request.", InterTokenBuckets);
        TimePerOutputToken = Histogram("vllm_request_time_per_output_token_seconds", "Mean time per token after the first, per request.", InterTokenBuckets);
        EndToEnd = Histogram("vllm_e2e_request_latency_seconds", "From a request's arrival to its last token.", LatencyBuckets);
        QueueTime = Histogram("vllm_request_queue_time_seconds", "Waiting for a KV slot.", LatencyBuckets);
        PrefillTime = Histogram("vllm_request_prefill_time_seconds", "Computing a prompt for another worker, its queueing excluded.", LatencyBuckets);
        RequestPromptTokens = Histogram("vllm_request_prompt_tokens", "Prompt tokens per request.", TokenBuckets);
        RequestGenerationTokens = Histogram("vllm_request_generation_tokens", "Drawn tokens per request.", TokenBuckets);
        IterationTokens = Histogram("vllm_iteration_tokens_total", "Tokens per step of the engine.", TokenBuckets);
        KvTransfers = new KvTransferMetrics(_factory);
        PrefixCache = new PrefixCacheMetrics(_factory, model);
    }

    public CollectorRegistry Registry { get; }

    public Counter.Child PromptTokens { get; }

    public Counter.Child GenerationTokens { get; }

    public Histogram.Child TimeToFirstToken { get; }

    public Histogram.Child InterToken { get; }

    public Histogram.Child TimePerOutputToken { get; }

    public Histogram.Child EndToEnd { get; }

    public Histogram.Child QueueTime { get; }

    public Histogram.Child PrefillTime { get; }

    public Histogram.Child RequestPromptTokens { get; }

    public Histogram.Child RequestGenerationTokens { get; }

    public Histogram.Child IterationTokens { get; }

    public KvTransferMetrics KvTransfers { get; }

    public PrefixCacheMetrics PrefixCache { get; }

    /// <summary>Counts a request that ended.</summary>
    /// <param name="reason">vLLM's word: stop, length, abort or error.</param>
    public void Finished(string reason) => _factory
        .CreateCounter("vllm_request_success_total", "Requests that ended, by reason.", "model_name", "engine", "finished_reason")
        .WithLabels(_model, "0", reason).Inc();

    /// <summary>Reads the engine's load at each scrape.</summary>
    public void Observe(InferenceEngine engine) => Registry.AddBeforeCollectCallback(() =>
    {
        EngineLoad load = engine.Load;
        _running.Set(load.Running);
        _waiting.Set(load.Waiting);
        _kvUsage.Set(load.KvUsage);
    });

    void IEngineObserver.PrefillStep(int tokens, TimeSpan elapsed)
    {
        PromptTokens.Inc(tokens);
        IterationTokens.Observe(tokens);
    }

    void IEngineObserver.PrefixLookup(int asked, int found) => PrefixCache.LookedUp(asked, found);

    void IEngineObserver.DecodeStep(int sequences, TimeSpan elapsed)
    {
        GenerationTokens.Inc(sequences);
        IterationTokens.Observe(sequences);
    }

    private Gauge.Child Gauge(string name, string help) =>
        _factory.CreateGauge(name, help, "model_name", "engine").WithLabels(_model, "0");

    private Counter.Child Counter(string name, string help) =>
        _factory.CreateCounter(name, help, "model_name", "engine").WithLabels(_model, "0");

    private Histogram.Child Histogram(string name, string help, double[] buckets) => _factory
        .CreateHistogram(name, help, ["model_name", "engine"], new HistogramConfiguration { Buckets = buckets })
        .WithLabels(_model, "0");
}
