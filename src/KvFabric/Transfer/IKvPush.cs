using InferenceGateway.Contracts.Handoff;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Opens pushes to the KV listeners of other workers.</summary>
public interface IKvTransferClient
{
    /// <summary>Connects (or reuses a connection), presents the ticket and waits until the receiver accepts it.</summary>
    /// <param name="endpoint">The receiver's <c>host:port</c> from its directory record, never from a request.</param>
    /// <param name="ticket">The reserved slot.</param>
    /// <param name="layout">Shape of the rows to come.</param>
    /// <param name="tokens">Token rows that will be pushed in total; at least 1.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="KvTransferException">
    /// The peer refused, spoke another version, could not be reached, or the ticket's deadline has passed.
    /// </exception>
    /// <exception cref="ArgumentException">Endpoint, layout, ids or number of tokens cannot be put on the wire.</exception>
    ValueTask<IKvPush> OpenAsync(string endpoint, KvTicket ticket, KvLayout layout, int tokens, CancellationToken cancellation);
}

/// <summary>One running push, used by one caller at a time. Disposing it before <see cref="CompleteAsync"/> tells the receiver to give the slot up.</summary>
public interface IKvPush : IAsyncDisposable
{
    /// <summary>
    /// Sends token rows [first, first + count). Ranges follow each other without gap from 0. The rows may be overwritten once
    /// the task has finished.
    /// </summary>
    /// <exception cref="KvTransferException">The connection broke or the receiver ended the transfer; the push is dead.</exception>
    /// <exception cref="ArgumentException">The range or the rows' layout is not what was opened.</exception>
    ValueTask PushAsync(IKvRowSource rows, int first, int count, CancellationToken cancellation);

    /// <summary>Sends the tail and waits for the receiver's acknowledgement.</summary>
    /// <exception cref="KvTransferException">The connection broke or the receiver did not take the transfer.</exception>
    /// <exception cref="InvalidOperationException">Rows are still missing.</exception>
    ValueTask<KvTransferRecord> CompleteAsync(ReadOnlyMemory<byte> tail, CancellationToken cancellation);
}
