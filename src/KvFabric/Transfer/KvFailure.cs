using System.Net.Sockets;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>What can go wrong between two workers, as the sender's caller sees it.</summary>
internal static class KvFailure
{
    /// <summary>True for failures of peer and network; a caller's cancellation is not one.</summary>
    public static bool IsExpected(Exception exception)
        => exception is KvRefusedException or SocketException or IOException or InvalidDataException or TimeoutException or ObjectDisposedException;

    /// <summary>Reports the failure and wraps it.</summary>
    public static KvTransferException Report(
        Exception exception, KvTransferReporter reporter, KvTransferRecord record, string endpoint)
    {
        var refusal = (exception as KvRefusedException)?.Refusal ?? KvRefusal.None;
        reporter.Failed(KvTransferDirection.Sent, record, refusal, exception.Message);
        var text = $"KV transfer of request {record.RequestId} to worker {record.To} at {endpoint} failed: {exception.Message}";
        return refusal == KvRefusal.None
            ? new KvTransferException(text, exception)
            : new KvTransferException($"{text} ({refusal})", refusal);
    }
}
