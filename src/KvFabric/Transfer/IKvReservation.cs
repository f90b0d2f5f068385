namespace InferenceGateway.KvFabric.Transfer;

/// <summary>
/// One reserved slot on the receiving side. Exactly one of <see cref="Complete"/> and <see cref="Fail"/> ends a claim;
/// writes after the end, or after the owner gave the slot up, are ignored by the owner.
/// </summary>
public interface IKvReservation
{
    /// <summary>Shape of the rows.</summary>
    KvLayout Layout { get; }

    /// <summary>Token rows the slot can take; a frame beyond it is refused before a byte is read.</summary>
    int Capacity { get; }

    /// <summary>Stores <c>count * RowBytes</c> bytes of one layer, part and head.</summary>
    void Write(int layer, KvPart part, int head, int first, int count, ReadOnlySpan<byte> source);

    /// <summary>
    /// All frames are there and checked; <paramref name="tokens"/> rows are valid. Returns false if the slot was given up meanwhile.
    /// </summary>
    bool Complete(int tokens, ReadOnlySpan<byte> tail, KvTransferRecord record);

    /// <summary>The transfer ended early.</summary>
    void Fail(string reason);
}

/// <summary>The receiving engine's reservations, as the KV listener sees them.</summary>
public interface IKvReservations
{
    /// <summary>Claims the reservation of a ticket's nonce, once. Null if unknown, expired, of another epoch or claimed already.</summary>
    IKvReservation? TryClaim(Guid nonce, long epoch);
}
