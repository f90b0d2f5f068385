using InferenceGateway.Contracts.Handoff;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Opens pushes to the KV listeners of other workers.</summary>
public interface IKvTransferClient
{
    /// <summary>Connects (or reuses a connection), presents the ticket and waits until the receiver accepts it.</summary>
    /// <param name="endpoint">The receiver's <c>host:port</c> from its directory record, never from a request.</param>
    /// <param name="ticket">The reserved slot.</param>
    /// <param name="layout">Shape of the rows to come.</param>
    /// <param name="tokens">Token rows that will be pushed in total.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="KvTransferException">The peer refused, spoke another version, or could not be reached.</exception>
    ValueTask<IKvPush> OpenAsync(string endpoint, KvTicket ticket, KvLayout layout, int tokens, CancellationToken cancellation);
}

/// <summary>One running push. Disposing it before <see cref="CompleteAsync"/> tells the receiver to give the slot up.</summary>
public interface IKvPush : IAsyncDisposable
{
    /// <summary>Sends token rows [first, first + count). The rows may be overwritten once the task has finished.</summary>
    ValueTask PushAsync(IKvRowSource rows, int first, int count, CancellationToken cancellation);

    /// <summary>Sends the tail and waits for the receiver's acknowledgement.</summary>
    ValueTask<KvTransferRecord> CompleteAsync(ReadOnlyMemory<byte> tail, CancellationToken cancellation);
}

/// <summary>A transfer that could not be done.</summary>
public sealed class KvTransferException : Exception
{
    /// <summary>With the reason.</summary>
    public KvTransferException(string message) : base(message) { }

    /// <summary>With the reason and what caused it.</summary>
    public KvTransferException(string message, Exception inner) : base(message, inner) { }
}
