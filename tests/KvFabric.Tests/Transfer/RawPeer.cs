using System.Net;
using System.Net.Sockets;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Transfer;

/// <summary>A sender that may send anything.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawPeer> ConnectAsync(IPEndPoint address)
    {
        var peer = new RawPeer();
        await peer._socket.ConnectAsync(address);
        return peer;
    }

    public static byte[] Frame(KvFrameType type, int first, int count, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[KvFrameHeader.Size + payload.Length];
        payload.CopyTo(frame.AsSpan(KvFrameHeader.Size));
        new KvFrameHeader(type, first, count, payload.Length).Seal(frame);
        return frame;
    }

    public static byte[] Open(KvTicket ticket, KvLayout layout, int tokens)
    {
        var opening = new KvOpening(ticket.Nonce, ticket.Epoch, layout, tokens, ticket.RequestId, "raw-peer");
        var payload = new byte[opening.Size];
        opening.Write(payload);
        return Frame(KvFrameType.Open, 0, 0, payload);
    }

    public async Task SendAsync(params byte[][] frames)
    {
        foreach (var frame in frames)
        {
            await _socket.SendAsync(frame);
        }
    }

    public void FinishSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads one answer.</summary>
    public async Task<KvRefusal> ReplyAsync()
    {
        var headerBytes = new byte[KvFrameHeader.Size];
        await FillAsync(headerBytes);
        Assert.Equal(KvRefusal.None, KvFrameHeader.TryRead(headerBytes, out var header));
        Assert.Equal(KvFrameType.Reply, header.Type);
        var payload = new byte[header.Length];
        await FillAsync(payload);
        Assert.True(KvFrameHeader.IsIntact(headerBytes, payload));
        return (KvRefusal)header.First;
    }

    /// <summary>Reads until the listener has closed, and says how much came.</summary>
    public async Task<int> ClosedAsync()
    {
        var buffer = new byte[4096];
        for (var total = 0; ;)
        {
            int received;
            try
            {
                received = await Eventually.DoneAsync("the listener closing the connection", _socket.ReceiveAsync(buffer));
            }
            catch (SocketException)
            {
                return total;
            }

            if (received == 0)
            {
                return total;
            }

            total += received;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task FillAsync(byte[] buffer)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            var received = await Eventually.DoneAsync("an answer of the listener", _socket.ReceiveAsync(buffer.AsMemory(filled)).AsTask());
            Assert.True(received > 0, "the listener closed instead of answering");
            filled += received;
        }
    }
}
