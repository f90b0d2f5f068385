using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Tells log and observers how transfers ended: one line and one call each.</summary>
internal sealed class KvTransferReporter(IEnumerable<IKvTransferObserver> observers, ILogger<KvTransferReporter> logger)
{
    private readonly IKvTransferObserver[] _observers = [.. observers];

    public void Completed(KvTransferDirection direction, KvTransferRecord record)
    {
        KvTransferLog.Completed(
            logger, record.RequestId, direction, record.From, record.To, record.Tokens, record.Bytes, record.Elapsed.TotalMilliseconds);
        foreach (var observer in _observers)
        {
            observer.Completed(direction, record);
        }
    }

    /// <param name="direction">Which end this was.</param>
    /// <param name="soFar">What had been moved until then.</param>
    /// <param name="refusal">The kind of failure.</param>
    /// <param name="reason">In words.</param>
    public void Failed(KvTransferDirection direction, KvTransferRecord soFar, KvRefusal refusal, string reason)
    {
        KvTransferLog.Failed(
            logger, soFar.RequestId, direction, soFar.From, soFar.To, soFar.Tokens, soFar.Bytes, refusal, reason);
        var peer = direction == KvTransferDirection.Sent ? soFar.To : soFar.From;
        foreach (var observer in _observers)
        {
            observer.Failed(direction, peer, refusal);
        }
    }

    /// <summary>A peer that never proved who it is.</summary>
    public void Refused(string remote, KvRefusal refusal, string reason)
    {
        KvTransferLog.Refused(logger, remote, refusal, reason);
        foreach (var observer in _observers)
        {
            observer.Failed(KvTransferDirection.Received, IKvTransferObserver.UnknownPeer, refusal);
        }
    }
}
