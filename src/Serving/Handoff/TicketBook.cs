using System.Collections.Concurrent;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.Inference.Arena;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.Serving.Hosting;

namespace InferenceGateway.Serving.Handoff;

/// <summary>
/// The tickets this worker has given out and that nobody has claimed yet. A ticket is claimed once; the secret is its nonce, and a
/// request id never finds anything.
/// </summary>
internal sealed class TicketBook(WorkerIdentity worker) : IKvReservations
{
    private readonly ConcurrentDictionary<Guid, SlotReservation> _open = new();

    /// <summary>Tickets given out and not claimed.</summary>
    public int Open => _open.Count;

    /// <summary>Writes a ticket for a reservation. Dispose the entry when the hand-off is over, whatever its end.</summary>
    public IssuedTicket Issue(SlotReservation reservation, string requestId, DateTimeOffset deadline)
    {
        KvTicket ticket = new()
        {
            WorkerId = worker.Id,
            Epoch = worker.Epoch,
            Slot = reservation.Slot,
            Nonce = Guid.NewGuid(),
            RequestId = requestId,
            Deadline = deadline,
        };
        _open[ticket.Nonce] = reservation;
        return new IssuedTicket(this, ticket);
    }

    /// <inheritdoc/>
    public IKvReservation? TryClaim(Guid nonce, long epoch) =>
        epoch == worker.Epoch && _open.TryRemove(nonce, out SlotReservation? reservation) ? reservation : null;

    private void Void(KvTicket ticket) => _open.TryRemove(ticket.Nonce, out _);

    /// <summary>A ticket that is void once this is disposed.</summary>
    internal sealed class IssuedTicket(TicketBook book, KvTicket ticket) : IDisposable
    {
        public KvTicket Ticket => ticket;

        public void Dispose() => book.Void(ticket);
    }
}
