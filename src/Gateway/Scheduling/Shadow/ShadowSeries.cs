using Prometheus;

namespace InferenceGateway.Gateway.Scheduling.Shadow;

/// <summary>One profile's results in the metrics.</summary>
internal sealed record ShadowSeries(
    Counter.Child Agreed,
    Counter.Child Differed,
    Counter.Child Skipped,
    Counter.Child HitTokens,
    Counter.Child PromptTokens,
    Histogram.Child FirstToken,
    Gauge.Child Spread);
