namespace InferenceGateway.KvFabric.Transfer;

/// <summary>
/// One claimed reservation being filled. Rows are checked against what was opened before they are received, and stored only once
/// their checksum was right. However it ends, the reservation is told exactly once.
/// </summary>
internal sealed class KvInboundTransfer(KvOpening opening, IKvReservation reservation, string workerId, TimeProvider time)
{
    private int _received;
    private long _bytes;
    private long _start;
    private bool _ended;

    /// <summary>What has been moved so far.</summary>
    public KvTransferRecord Record => new(
        opening.RequestId, opening.SenderId, workerId, _received, _bytes, _start == 0 ? TimeSpan.Zero : time.GetElapsedTime(_start));

    /// <summary>Claims the reservation that an opening names.</summary>
    /// <exception cref="KvRefusedException">There is none, or it does not fit; in the latter case it was told that it failed.</exception>
    public static KvInboundTransfer Claim(KvOpening opening, IKvReservations reservations, string workerId, TimeProvider time)
    {
        var reservation = reservations.TryClaim(opening.Nonce, opening.Epoch)
            ?? throw new KvRefusedException(
                KvRefusal.UnknownTicket, "no such reservation: it is unknown, expired, of another epoch, or claimed already");
        if (Mismatch(opening, reservation) is { } mismatch)
        {
            reservation.Fail(mismatch.Message);
            throw mismatch;
        }

        return new KvInboundTransfer(opening, reservation, workerId, time);
    }

    /// <summary>Checks a frame of rows by its header alone.</summary>
    /// <exception cref="KvRefusedException">It is not the next one, or goes too far.</exception>
    public void CheckRows(KvFrameHeader header)
    {
        if (header.First != _received || header.Count < 1 || header.Count > opening.Tokens - _received)
        {
            throw new KvRefusedException(
                KvRefusal.OutOfRange,
                $"rows from {header.First}, {header.Count} of them, after {_received} of {opening.Tokens} were received");
        }

        if (header.Length != (long)header.Count * opening.Layout.TokenBytes)
        {
            throw new KvRefusedException(
                KvRefusal.Malformed, $"{header.Length} bytes for {header.Count} tokens of {opening.Layout.TokenBytes} bytes");
        }

        if (_start == 0)
        {
            _start = time.GetTimestamp();
        }
    }

    /// <summary>Checks a tail by its header alone.</summary>
    /// <exception cref="KvRefusedException">Rows are missing.</exception>
    public void CheckTail()
    {
        if (_received != opening.Tokens)
        {
            throw new KvRefusedException(KvRefusal.OutOfRange, $"the tail came after {_received} of {opening.Tokens} tokens");
        }
    }

    /// <summary>Hands received rows to the reservation.</summary>
    public void Store(KvFrameHeader header, ReadOnlySpan<byte> payload)
    {
        var layout = opening.Layout;
        var run = header.Count * layout.RowBytes;
        for (var layer = 0; layer < layout.Layers; layer++)
        {
            for (var part = KvPart.Key; part <= KvPart.Value; part++)
            {
                for (var head = 0; head < layout.Heads; head++)
                {
                    reservation.Write(layer, part, head, header.First, header.Count, payload[..run]);
                    payload = payload[run..];
                }
            }
        }

        _received += header.Count;
        _bytes += header.Length;
    }

    /// <summary>All is there. False if the owner had given the slot up.</summary>
    public bool Complete(ReadOnlySpan<byte> tail, KvTransferRecord record)
    {
        _ended = true;
        return reservation.Complete(_received, tail, record);
    }

    /// <summary>It ends early. False if it had ended already.</summary>
    public bool Fail(string reason)
    {
        if (_ended)
        {
            return false;
        }

        _ended = true;
        reservation.Fail(reason);
        return true;
    }

    private static KvRefusedException? Mismatch(KvOpening opening, IKvReservation reservation)
    {
        if (opening.Layout != reservation.Layout)
        {
            return new KvRefusedException(KvRefusal.LayoutMismatch, $"rows are {opening.Layout}, the reservation takes {reservation.Layout}");
        }

        return opening.Tokens > reservation.Capacity
            ? new KvRefusedException(KvRefusal.TooManyTokens, $"{opening.Tokens} tokens, the reservation takes {reservation.Capacity}")
            : null;
    }
}
