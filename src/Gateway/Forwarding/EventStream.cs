using System.Buffers;
using System.Runtime.CompilerServices;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>
/// Reads a worker's server-sent events. What it returns ends with a whole event, as long as events fit the reader's buffer:
/// the few bytes of an unfinished one wait for its rest. So events are counted where they lie, and when the worker dies or hangs
/// the client gets one last well-formed event that says so.
/// </summary>
internal sealed class EventStream(Stream worker, StreamAccount account, StallWatch stall) : Stream
{
    private byte[]? _held;
    private int _heldLength;
    private byte[]? _farewell;
    private bool _passedAny;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended)
        {
            return TakeFarewell(buffer.Span);
        }

        try
        {
            return buffer.IsEmpty ? await ReadWorkerAsync(buffer, cancellationToken) : await ReadEventsAsync(buffer, cancellationToken);
        }
        catch (IOException fault) when (_passedAny && !cancellationToken.IsCancellationRequested)
        {
            _ended = true;
            _farewell = [.. "data: "u8, .. ErrorEnvelope.Serialize(account.Break(fault)), .. "\n\n"u8];
            return TakeFarewell(buffer.Span);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ReleaseHeld();
            stall.Dispose();
            worker.Dispose();
        }

        base.Dispose(disposing);
    }

    // Before the first event a prompt is computed, which may take its time.
    private ValueTask<int> ReadWorkerAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _passedAny ? stall.ReadAsync(worker, buffer, cancellationToken) : worker.ReadAsync(buffer, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadEventsAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int filled = Unhold(buffer.Span);
        while (filled < buffer.Length)
        {
            int read = await ReadWorkerAsync(buffer[filled..], cancellationToken);
            if (read == 0)
            {
                return Finish(buffer.Span[..filled]);
            }

            filled += read;
            int whole = account.Count(buffer.Span[..filled], out int passed);
            if (whole == 0)
            {
                continue;
            }

            if (account.Farewell is { } farewell)
            {
                // The worker is told by its connection, and the client by the stream's proper end.
                (_farewell, _ended) = (farewell, true);
                worker.Dispose();
                return passed;
            }

            Hold(buffer.Span[whole..filled]);
            if (passed > 0)
            {
                _passedAny = true;
                return passed;
            }

            // Nothing but the worker's counts: what follows them is the end.
            filled = Unhold(buffer.Span);
        }

        // An event larger than the buffer is passed on in pieces.
        _passedAny = true;
        return filled;
    }

    private int Finish(ReadOnlySpan<byte> rest)
    {
        _ended = true;
        account.CountRest(rest);
        return rest.Length;
    }

    private int Unhold(Span<byte> buffer)
    {
        int length = Math.Min(_heldLength, buffer.Length);
        _held.AsSpan(0, length).CopyTo(buffer);
        _held.AsSpan(length, _heldLength - length).CopyTo(_held);
        _heldLength -= length;
        return length;
    }

    private void Hold(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return;
        }

        if (_held is null || _held.Length < rest.Length)
        {
            ReleaseHeld();
            _held = ArrayPool<byte>.Shared.Rent(rest.Length);
        }

        rest.CopyTo(_held);
        _heldLength = rest.Length;
    }

    private void ReleaseHeld()
    {
        if (_held is not null)
        {
            ArrayPool<byte>.Shared.Return(_held);
            _held = null;
            _heldLength = 0;
        }
    }

    private int TakeFarewell(Span<byte> buffer)
    {
        int length = Math.Min(_farewell?.Length ?? 0, buffer.Length);
        _farewell.AsSpan(0, length).CopyTo(buffer);
        _farewell = length == (_farewell?.Length ?? 0) ? null : _farewell?[length..];
        return length;
    }
}
