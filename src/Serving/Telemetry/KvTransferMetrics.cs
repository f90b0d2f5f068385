using InferenceGateway.KvFabric.Transfer;
using Prometheus;

namespace InferenceGateway.Serving.Telemetry;

/// <summary>KV bytes, seconds and failures by direction and peer. Peers are workers of the directory, so the labels are bounded by it.</summary>
internal sealed class KvTransferMetrics(MetricFactory factory) : IKvTransferObserver
{
    private static readonly double[] Seconds = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    private readonly Counter _bytes = factory.CreateCounter(
        "inference_kv_transfer_bytes_total", "KV payload bytes moved between workers.", "direction", "peer");

    private readonly Histogram _seconds = factory.CreateHistogram(
        "inference_kv_transfer_seconds", "Time of one KV transfer, from its first frame to the acknowledgement.",
        ["direction", "peer"], new HistogramConfiguration { Buckets = Seconds });

    private readonly Counter _failures = factory.CreateCounter(
        "inference_kv_transfer_failures_total", "KV transfers that did not complete.", "direction", "peer");

    public void Completed(KvTransferDirection direction, KvTransferRecord record)
    {
        string peer = direction == KvTransferDirection.Sent ? record.To : record.From;
        _bytes.WithLabels(Name(direction), peer).Inc(record.Bytes);
        _seconds.WithLabels(Name(direction), peer).Observe(record.Elapsed.TotalSeconds);
    }

    public void Failed(KvTransferDirection direction, string peer, KvRefusal refusal) => _failures.WithLabels(Name(direction), peer).Inc();

    private static string Name(KvTransferDirection direction) => direction == KvTransferDirection.Sent ? "send" : "receive";
}
