namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Which end of a transfer this process was.</summary>
public enum KvTransferDirection
{
    /// <summary>It pushed.</summary>
    Sent,

    /// <summary>It was pushed to.</summary>
    Received,
}

/// <summary>
/// Is told of every transfer's end, for metrics. Calls come on the transfer's own path: they must be quick and must not throw.
/// Any number may be registered.
/// </summary>
public interface IKvTransferObserver
{
    /// <summary>A transfer was acknowledged.</summary>
    void Completed(KvTransferDirection direction, KvTransferRecord record);

    /// <summary>A transfer was refused or ended early.</summary>
    /// <param name="direction">Which end this was.</param>
    /// <param name="peer">Id of the other worker; <see cref="UnknownPeer"/> as long as no valid ticket proved who it is.</param>
    /// <param name="refusal">The kind of failure; <see cref="KvRefusal.None"/> if the connection broke.</param>
    void Failed(KvTransferDirection direction, string peer, KvRefusal refusal);

    /// <summary>Stands for a peer that presented no valid ticket: what it says of itself must not become a metric's label.</summary>
    const string UnknownPeer = "unknown";
}
