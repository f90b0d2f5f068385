using System.Net.Sockets;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>
/// A connection that moves whole blocks, each under a deadline. The only class of the transfer that touches a socket: TLS would
/// go in here. One caller at a time.
/// </summary>
internal sealed class KvChannel : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private CancellationTokenSource _deadline;

    public KvChannel(Socket socket, TimeProvider time)
    {
        socket.NoDelay = true;
        _socket = socket;
        _time = time;
        _deadline = NewDeadline();
    }

    /// <summary>True if bytes, or the end of the stream, wait to be received.</summary>
    public bool HasInput => _socket.Poll(0, SelectMode.SelectRead);

    /// <summary>The other end's address, for logs.</summary>
    public string Remote { get; private init; } = "";

    public static KvChannel Accepted(Socket socket, TimeProvider time)
        => new(socket, time) { Remote = socket.RemoteEndPoint?.ToString() ?? "" };

    /// <summary>Sends all bytes.</summary>
    /// <exception cref="TimeoutException">The peer did not take them in time.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
    {
        using var linked = Arm(timeout, cancellation);
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _deadline.Token)..];
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the peer took no bytes for {timeout.TotalSeconds:0.###} s");
        }

        Disarm();
    }

    /// <summary>Fills the buffer. False if the peer closed before its first byte.</summary>
    /// <exception cref="TimeoutException">The bytes did not come in time.</exception>
    /// <exception cref="EndOfStreamException">The peer closed in between.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async ValueTask<bool> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellation)
    {
        using var linked = Arm(timeout, cancellation);
        var filled = 0;
        try
        {
            while (filled < buffer.Length)
            {
                var received = await _socket.ReceiveAsync(buffer[filled..], SocketFlags.None, _deadline.Token);
                if (received == 0)
                {
                    return filled == 0 ? false : throw new EndOfStreamException("the peer closed the connection within a frame");
                }

                filled += received;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {timeout.TotalSeconds:0.###} s");
        }

        Disarm();
        return true;
    }

    /// <summary>Ends our side and takes what is still coming, so that the peer can read our last words before the connection goes.</summary>
    public async ValueTask LingerAsync(Memory<byte> scratch, int bytesMax, TimeSpan timeout, CancellationToken cancellation)
    {
        using var linked = Arm(timeout, cancellation);
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            for (int received = 1, total = 0; received > 0 && total < bytesMax; total += received)
            {
                received = await _socket.ReceiveAsync(scratch, SocketFlags.None, _deadline.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // The peer is gone, or it goes on sending to nobody: closing is all that is left.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _deadline.Dispose();
    }

    private CancellationTokenRegistration Arm(TimeSpan timeout, CancellationToken cancellation)
    {
        // A deadline that was met is used up; what follows it, such as telling the peer, has one of its own.
        if (_deadline.IsCancellationRequested)
        {
            _deadline.Dispose();
            _deadline = NewDeadline();
        }

        _deadline.CancelAfter(timeout);
        return cancellation.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), _deadline);
    }

    private CancellationTokenSource NewDeadline() => new(Timeout.InfiniteTimeSpan, _time);

    private void Disarm() => _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
}
