using Prometheus;

namespace InferenceGateway.Gateway.Mirroring;

/// <summary>The series of this feature.</summary>
internal sealed class MirrorMetrics(CollectorRegistry registry)
{
    private readonly Counter _copies = Metrics.WithCustomRegistry(registry).CreateCounter(
        "inference_gateway_mirrored_requests_total",
        "Copies of requests: answered (success, error), left out because too many were on their way (dropped), or without a worker (unavailable).",
        ["model", "outcome"]);

    /// <param name="model">The mirror's model; from configuration, never from a client.</param>
    /// <param name="outcome">How it went.</param>
    public void Count(string model, string outcome) => _copies.WithLabels(model, outcome).Inc();
}
