using System.Text;
using InferenceGateway.EngineSimulator.Engine;
using Prometheus;

namespace InferenceGateway.EngineSimulator.Telemetry;

/// <summary>One worker's metrics, in vLLM's names and buckets.</summary>
public sealed class SimulatedMetrics
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly double[] TimeToFirstTokenBuckets =
        [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];

    private static readonly double[] InterTokenBuckets =
        [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];

    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly MetricFactory _factory;
    private readonly string _model;

    /// <summary>Of that engine.</summary>
    public SimulatedMetrics(string model, SimulatedEngine engine)
    {
        _model = model;
        _factory = Prometheus.Metrics.WithCustomRegistry(_registry);
        FirstToken = Histogram("vllm_time_to_first_token_seconds", "From a request's arrival to its first token.", TimeToFirstTokenBuckets);
        BetweenTokens = Histogram("vllm_inter_token_latency_seconds", "Between two tokens of one request.", InterTokenBuckets);
        Watch(engine);
    }

    internal Histogram.Child FirstToken { get; }

    internal Histogram.Child BetweenTokens { get; }

    /// <summary>Counts a request that ended.</summary>
    internal void Ended(RequestEnd end) => _factory
        .CreateCounter("vllm_request_success_total", "Requests that ended, by reason.", "model_name", "engine", "finished_reason")
        .WithLabels(_model, "0", end switch { RequestEnd.Finished => "length", RequestEnd.Cancelled => "abort", _ => "error" }).Inc();

    internal async Task WriteAsync(HttpContext context)
    {
        using MemoryStream text = new();
        await _registry.CollectAndExportAsTextAsync(text, context.RequestAborted);
        // The library takes no colon in a name, vLLM has one in each; no label has a line of its own, so starts of lines are names.
        string[] lines = Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length).Split('\n');
        context.Response.ContentType = ContentType;
        await context.Response.WriteAsync(string.Join('\n', lines.Select(WithColon)), context.RequestAborted);
    }

    private static string WithColon(string line)
    {
        int name = line.StartsWith("# ", StringComparison.Ordinal) ? line.IndexOf(' ', 2) + 1 : 0;
        return line.AsSpan(name).StartsWith("vllm_") ? string.Concat(line.AsSpan(0, name), "vllm:", line.AsSpan(name + 5)) : line;
    }

    private void Watch(SimulatedEngine engine)
    {
        Gauge.Child running = Gauge("vllm_num_requests_running", "Requests that hold a KV slot.");
        Gauge.Child waiting = Gauge("vllm_num_requests_waiting", "Requests that wait for a KV slot.");
        Gauge.Child usage = Gauge("vllm_kv_cache_usage_perc", "Share of KV memory in use, 0 to 1.");
        Counter.Child prompt = Counter("vllm_prompt_tokens_total", "Prompt tokens computed by this worker.");
        Counter.Child generated = Counter("vllm_generation_tokens_total", "Tokens drawn by this worker.");
        Counter.Child asked = Counter("vllm_prefix_cache_queries_total", "Prompt tokens looked for in the prefix cache.");
        Counter.Child found = Counter("vllm_prefix_cache_hits_total", "Prompt tokens found in the prefix cache.");
        _registry.AddBeforeCollectCallback(() =>
        {
            // Read while the engine runs: figures of one instant or the next, as with a real engine.
            (EngineLoad load, EngineTotals totals) = (engine.Load, engine.Totals);
            running.Set(load.Running);
            waiting.Set(load.Waiting);
            usage.Set(load.KvUsage);
            prompt.IncTo(totals.ComputedTokens);
            generated.IncTo(totals.DrawnTokens);
            asked.IncTo(totals.PromptTokens);
            found.IncTo(totals.CachedTokens);
        });
    }

    private Gauge.Child Gauge(string name, string help) => _factory.CreateGauge(name, help, "model_name", "engine").WithLabels(_model, "0");

    private Counter.Child Counter(string name, string help) => _factory.CreateCounter(name, help, "model_name", "engine").WithLabels(_model, "0");

    private Histogram.Child Histogram(string name, string help, double[] buckets) => _factory
        .CreateHistogram(name, help, ["model_name", "engine"], new HistogramConfiguration { Buckets = buckets })
        .WithLabels(_model, "0");
}
