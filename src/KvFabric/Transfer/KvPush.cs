namespace InferenceGateway.KvFabric.Transfer;

/// <summary>The sender's end of one accepted transfer.</summary>
internal sealed class KvPush(
    KvChannel channel,
    KvOpening opening,
    string endpoint,
    string receiverId,
    KvConnectionPool connections,
    KvBufferPool buffers,
    KvTransferReporter reporter,
    KvClientOptions options,
    TimeProvider time) : IKvPush
{
    private static readonly TimeSpan AbortTime = TimeSpan.FromMilliseconds(200);

    private readonly int _tokensPerFrame = Math.Max(1, options.FrameBytes / opening.Layout.TokenBytes);
    private byte[] _buffer = buffers.Rent(KvFrameHeader.Size + Math.Max(options.FrameBytes, opening.Layout.TokenBytes));
    private bool _open = true;
    private bool _inFrame;
    private int _sent;
    private long _bytes;
    private long _start;

    private KvTransferRecord Record => new(
        opening.RequestId, opening.SenderId, receiverId, _sent, _bytes, _start == 0 ? TimeSpan.Zero : time.GetElapsedTime(_start));

    public async ValueTask PushAsync(IKvRowSource rows, int first, int count, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        if (rows.Layout != opening.Layout || first != _sent || count < 1 || count > opening.Tokens - _sent)
        {
            throw new ArgumentException(
                $"Rows from {first}, {count} of them, of {rows.Layout}; due are rows from {_sent} up to {opening.Tokens} of {opening.Layout}.");
        }

        _start = _start == 0 ? time.GetTimestamp() : _start;
        for (var end = first + count; _sent < end;)
        {
            await GuardAsync(() => SendRowsAsync(rows, Math.Min(_tokensPerFrame, end - _sent), cancellation));
        }
    }

    public async ValueTask<KvTransferRecord> CompleteAsync(ReadOnlyMemory<byte> tail, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(!_open, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tail.Length, Contracts.Limits.KvTailBytesMax, nameof(tail));
        if (_sent != opening.Tokens)
        {
            throw new InvalidOperationException($"{_sent} of {opening.Tokens} tokens were pushed; the rest is missing.");
        }

        if (_buffer.Length < KvFrameHeader.Size + tail.Length)
        {
            buffers.Return(_buffer);
            _buffer = buffers.Rent(KvFrameHeader.Size + tail.Length);
        }

        tail.CopyTo(_buffer.AsMemory(KvFrameHeader.Size));
        await GuardAsync(() => SendTailAsync(tail.Length, cancellation));
        var record = Record;
        End();
        connections.Return(endpoint, channel);
        reporter.Completed(KvTransferDirection.Sent, record);
        return record;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_open)
        {
            return;
        }

        reporter.Failed(KvTransferDirection.Sent, Record, KvRefusal.None, "the sender gave up");
        await AbortAsync();
        End();
        channel.Dispose();
    }

    private async Task SendRowsAsync(IKvRowSource rows, int count, CancellationToken cancellation)
    {
        // A receiver speaks in the middle of a transfer only to end it.
        if (channel.HasInput)
        {
            await ReadReplyAsync(cancellation);
        }

        var header = new KvFrameHeader(KvFrameType.Rows, _sent, count, count * opening.Layout.TokenBytes);
        Gather(rows, header, _buffer.AsSpan(KvFrameHeader.Size));
        await SendAsync(header, options.Stall, cancellation);
        _sent += count;
        _bytes += header.Length;
    }

    private async Task SendTailAsync(int length, CancellationToken cancellation)
    {
        await SendAsync(new KvFrameHeader(KvFrameType.Tail, 0, 0, length), options.Stall, cancellation);
        await ReadReplyAsync(cancellation);
    }

    private async ValueTask SendAsync(KvFrameHeader header, TimeSpan timeout, CancellationToken cancellation)
    {
        var frame = _buffer.AsMemory(0, KvFrameHeader.Size + header.Length);
        header.Seal(frame.Span);
        _inFrame = true;
        await channel.SendAsync(frame, timeout, cancellation);
        _inFrame = false;
    }

    private async ValueTask ReadReplyAsync(CancellationToken cancellation)
    {
        var (refusal, reason) = await KvReply.ReadAsync(channel, options.Stall, cancellation);
        if (refusal != KvRefusal.None)
        {
            throw new KvRefusedException(refusal, reason);
        }
    }

    private void Gather(IKvRowSource rows, KvFrameHeader header, Span<byte> payload)
    {
        var layout = opening.Layout;
        var run = header.Count * layout.RowBytes;
        for (var layer = 0; layer < layout.Layers; layer++)
        {
            for (var part = KvPart.Key; part <= KvPart.Value; part++)
            {
                for (var head = 0; head < layout.Heads; head++)
                {
                    rows.Read(layer, part, head, header.First, header.Count, payload[..run]);
                    payload = payload[run..];
                }
            }
        }
    }

    private async ValueTask GuardAsync(Func<Task> exchange)
    {
        try
        {
            await exchange();
        }
        catch (Exception exception) when (KvFailure.IsExpected(exception))
        {
            var record = Record;
            End();
            channel.Dispose();
            throw KvFailure.Report(exception, reporter, record, endpoint);
        }
    }

    // Within a frame the receiver could not tell an abort from rows: then the closed connection has to say it.
    private async ValueTask AbortAsync()
    {
        if (_inFrame)
        {
            return;
        }

        try
        {
            await SendAsync(new KvFrameHeader(KvFrameType.Abort, 0, 0, 0), AbortTime, CancellationToken.None);
        }
        catch (Exception exception) when (KvFailure.IsExpected(exception))
        {
            // The closed connection says the same.
        }
    }

    private void End()
    {
        _open = false;
        buffers.Return(_buffer);
    }
}
