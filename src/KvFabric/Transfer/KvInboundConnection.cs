using System.Net.Sockets;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Serves one accepted connection: transfer after transfer until the peer leaves or misbehaves.</summary>
internal sealed class KvInboundConnection(
    KvChannel channel,
    IKvReservations reservations,
    KvListenerOptions options,
    KvBufferPool buffers,
    KvTransferReporter reporter,
    TimeProvider time) : IDisposable
{
    // What a refused peer may still have in flight; more of it is not listened to.
    private const int LingerBytesMax = 16 * 1024 * 1024;

    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);

    private readonly byte[] _headerBytes = new byte[KvFrameHeader.Size];
    private byte[] _buffer = buffers.Rent(KvOpening.BytesMax);

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (await ReceiveHeaderAsync(options.Idle, cancellation) is { } header)
            {
                var transfer = await OpenAsync(header, cancellation);
                await ReceiveTransferAsync(transfer, cancellation);
            }
        }
        catch (KvRefusedException refused)
        {
            await RefuseAsync(refused, cancellation);
        }
        catch (Exception exception) when (exception is SocketException or EndOfStreamException or TimeoutException or OperationCanceledException)
        {
            // Between two transfers a connection may go at any time; within one, its end was reported already.
        }
    }

    /// <summary>Tells a peer that there is no room for it.</summary>
    public Task RefuseBusyAsync(CancellationToken cancellation) => RefuseAsync(
        new KvRefusedException(KvRefusal.Busy, $"{options.ConnectionsMax} connections are open already"), cancellation);

    public void Dispose()
    {
        buffers.Return(_buffer);
        channel.Dispose();
    }

    private async Task<KvInboundTransfer> OpenAsync(KvFrameHeader header, CancellationToken cancellation)
    {
        try
        {
            if (header.Type != KvFrameType.Open)
            {
                throw new KvRefusedException(KvRefusal.Malformed, $"a frame of type {header.Type} where an opening was due");
            }

            var payload = await ReceivePayloadAsync(header, cancellation);
            var opening = KvOpening.TryRead(payload.Span, out var refusal)
                ?? throw new KvRefusedException(refusal, "an opening that cannot be read");
            return KvInboundTransfer.Claim(opening, reservations, options.WorkerId, time);
        }
        catch (KvRefusedException refused)
        {
            reporter.Refused(channel.Remote, refused.Refusal, refused.Message);
            throw;
        }
    }

    private async Task ReceiveTransferAsync(KvInboundTransfer transfer, CancellationToken cancellation)
    {
        try
        {
            await ReplyAsync(KvRefusal.None, "", cancellation);
            while (!await ReceiveFrameAsync(transfer, cancellation))
            {
            }
        }
        catch (Exception exception)
        {
            var refused = AsRefusal(exception, cancellation);
            if (transfer.Fail(refused.Message))
            {
                reporter.Failed(KvTransferDirection.Received, transfer.Record, refused.Refusal, refused.Message);
            }

            throw refused;
        }
    }

    /// <summary>True after the transfer's last frame.</summary>
    private async Task<bool> ReceiveFrameAsync(KvInboundTransfer transfer, CancellationToken cancellation)
    {
        var header = await ReceiveHeaderAsync(options.Stall, cancellation)
            ?? throw new EndOfStreamException("the sender closed the connection");
        switch (header.Type)
        {
            case KvFrameType.Rows:
                transfer.CheckRows(header);
                var rows = await ReceivePayloadAsync(header, cancellation);
                transfer.Store(header, rows.Span);
                return false;
            case KvFrameType.Tail:
                transfer.CheckTail();
                await CompleteAsync(transfer, await ReceivePayloadAsync(header, cancellation), cancellation);
                return true;
            case KvFrameType.Abort:
                throw new EndOfStreamException("the sender gave up");
            default:
                throw new KvRefusedException(KvRefusal.Malformed, $"a frame of type {header.Type} within a transfer");
        }
    }

    private async Task CompleteAsync(KvInboundTransfer transfer, ReadOnlyMemory<byte> tail, CancellationToken cancellation)
    {
        var record = transfer.Record;
        if (!transfer.Complete(tail.Span, record))
        {
            const string reason = "the slot was given up meanwhile";
            reporter.Failed(KvTransferDirection.Received, record, KvRefusal.GivenUp, reason);
            throw new KvRefusedException(KvRefusal.GivenUp, reason);
        }

        reporter.Completed(KvTransferDirection.Received, record);
        await ReplyAsync(KvRefusal.None, "", cancellation);
        Resize(KvOpening.BytesMax);
    }

    private async ValueTask<KvFrameHeader?> ReceiveHeaderAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        if (!await channel.ReceiveAsync(_headerBytes, timeout, cancellation))
        {
            return null;
        }

        var refusal = KvFrameHeader.TryRead(_headerBytes, out var header);
        return refusal == KvRefusal.None
            ? header
            : throw new KvRefusedException(refusal, $"a frame header of type {(byte)header.Type}, length {header.Length}");
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReceivePayloadAsync(KvFrameHeader header, CancellationToken cancellation)
    {
        Resize(header.Length);
        var payload = _buffer.AsMemory(0, header.Length);
        if (header.Length > 0 && !await channel.ReceiveAsync(payload, options.Frame, cancellation))
        {
            throw new EndOfStreamException("the peer closed the connection within a frame");
        }

        return KvFrameHeader.IsIntact(_headerBytes, payload.Span)
            ? payload
            : throw new KvRefusedException(KvRefusal.BadChecksum, $"{header.Length} bytes that do not fit their checksum");
    }

    private ValueTask ReplyAsync(KvRefusal refusal, string reason, CancellationToken cancellation)
    {
        var frame = KvReply.Write(refusal, reason);
        return channel.SendAsync(frame, options.Frame, cancellation);
    }

    private async Task RefuseAsync(KvRefusedException refused, CancellationToken cancellation)
    {
        // The peer left by itself. (And an answer of "none" would mean success.)
        if (refused.Refusal == KvRefusal.None)
        {
            return;
        }

        try
        {
            await ReplyAsync(refused.Refusal, refused.Message, cancellation);
            await channel.LingerAsync(_buffer, LingerBytesMax, LingerTime, cancellation);
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException or OperationCanceledException)
        {
            // It was a courtesy.
        }
    }

    private static KvRefusedException AsRefusal(Exception exception, CancellationToken cancellation) => exception switch
    {
        KvRefusedException refused => refused,
        TimeoutException => new KvRefusedException(KvRefusal.Stalled, exception.Message),
        OperationCanceledException when cancellation.IsCancellationRequested
            => new KvRefusedException(KvRefusal.ReceiverFailed, "the receiver shuts down"),
        SocketException or EndOfStreamException => new KvRefusedException(KvRefusal.None, exception.Message),
        _ => new KvRefusedException(KvRefusal.ReceiverFailed, $"the receiver failed: {exception.Message}"),
    };

    private void Resize(int size)
    {
        var fits = _buffer.Length >= size && (size > KvOpening.BytesMax || _buffer.Length == KvBufferPool.SizeMin);
        if (!fits)
        {
            buffers.Return(_buffer);
            _buffer = buffers.Rent(size);
        }
    }
}
