using InferenceGateway.Inference.PrefixCache;
using Prometheus;

namespace InferenceGateway.Serving.Telemetry;

/// <summary>
/// The prefix cache in vLLM's names and buckets; queries and hits are counted in tokens. vLLM samples its three histograms of blocks, here
/// every block counts, so the count of lifetimes is the number of evictions.
/// </summary>
internal sealed class PrefixCacheMetrics : IBlockObserver
{
    private static readonly double[] ResidencyBuckets =
        [.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800];

    private static readonly string[] Labels = ["model_name", "engine"];

    private readonly Counter.Child _queries;
    private readonly Counter.Child _hits;
    private readonly Histogram.Child _lifetime;
    private readonly Histogram.Child _idle;
    private readonly Histogram.Child _reuseGap;
    private readonly Gauge.Child _blocks;

    public PrefixCacheMetrics(MetricFactory factory, string model)
    {
        Histogram.Child Histogram(string name, string help) => factory
            .CreateHistogram(name, help, Labels, new HistogramConfiguration { Buckets = ResidencyBuckets })
            .WithLabels(model, "0");

        _queries = factory.CreateCounter("vllm_prefix_cache_queries_total", "Prompt tokens looked up in the prefix cache.", Labels).WithLabels(model, "0");
        _hits = factory.CreateCounter("vllm_prefix_cache_hits_total", "Prompt tokens taken from the prefix cache.", Labels).WithLabels(model, "0");
        _lifetime = Histogram("vllm_kv_block_lifetime_seconds", "From a block's storing to its eviction.");
        _idle = Histogram("vllm_kv_block_idle_before_evict_seconds", "From a block's last use to its eviction.");
        _reuseGap = Histogram("vllm_kv_block_reuse_gap_seconds", "Between two uses of a block.");
        _blocks = factory.CreateGauge("inference_prefix_cache_blocks", "Blocks in the prefix cache.", Labels).WithLabels(model, "0");
    }

    public void LookedUp(int asked, int found)
    {
        _queries.Inc(asked);
        _hits.Inc(found);
    }

    public void Stored(BlockChange change) => _blocks.Inc();

    public void Removed(BlockChange change, TimeSpan lifetime, TimeSpan idle)
    {
        _blocks.Dec();
        _lifetime.Observe(lifetime.TotalSeconds);
        _idle.Observe(idle.TotalSeconds);
    }

    public void Reused(TimeSpan gap) => _reuseGap.Observe(gap.TotalSeconds);
}
