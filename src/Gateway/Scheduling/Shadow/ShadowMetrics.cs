using Prometheus;

namespace InferenceGateway.Gateway.Scheduling.Shadow;

/// <summary>Metrics that compare profiles on the same traffic. The profile that serves is one of them.</summary>
internal sealed class ShadowMetrics(CollectorRegistry registry)
{
    private const string Prefix = "inference_gateway_shadow_";

    private static readonly string[] _label = ["profile"];
    private static readonly double[] _buckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 40, 80, 160];

    private readonly MetricFactory _factory = Metrics.WithCustomRegistry(registry);

    public ShadowSeries For(string profile)
    {
        Counter decisions = _factory.CreateCounter(
            $"{Prefix}decisions_total", "Decisions, by whether the worker that really served was chosen.", ["profile", "agrees"]);
        return new ShadowSeries(
            decisions.WithLabels(profile, "true"),
            decisions.WithLabels(profile, "false"),
            Count("skipped_total", "Requests not looked at, as too many were on their way.", profile),
            Count("hit_tokens_total", "Prompt tokens the chosen worker would have held.", profile),
            Count("prompt_tokens_total", "Prompt tokens of the same requests.", profile),
            _factory.CreateHistogram(
                $"{Prefix}time_to_first_token_seconds",
                "Predicted time to the first token.",
                _label,
                new HistogramConfiguration { Buckets = _buckets }).WithLabels(profile),
            _factory.CreateGauge($"{Prefix}load_spread", "Most prompt work of a worker divided by the mean; 1 is even.", _label).WithLabels(profile));
    }

    private Counter.Child Count(string name, string help, string profile) =>
        _factory.CreateCounter(Prefix + name, help, _label).WithLabels(profile);
}
