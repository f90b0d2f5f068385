using System.Net;
using System.Net.Sockets;

namespace InferenceGateway.KvFabric.Benchmarks;

/// <summary>The bound to be near: the same bytes from one array to another over a bare loopback connection, acknowledged by one byte.</summary>
internal sealed class RawCopy : IDisposable
{
    private const int BlockBytes = 256 * 1024;

    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _acknowledgement = new byte[1];
    private Socket? _receiver;

    public static async Task<RawCopy> StartAsync()
    {
        var copy = new RawCopy();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await copy._sender.ConnectAsync(listener.LocalEndPoint!);
        copy._receiver = await listener.AcceptAsync();
        return copy;
    }

    public async Task RunAsync(byte[] source, byte[] destination)
    {
        var receiving = Task.Run(() => ReceiveAsync(destination));
        for (var at = 0; at < source.Length; at += BlockBytes)
        {
            await _sender.SendAsync(source.AsMemory(at, Math.Min(BlockBytes, source.Length - at)));
        }

        await _sender.ReceiveAsync(_acknowledgement);
        await receiving;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver?.Dispose();
    }

    private async Task ReceiveAsync(byte[] destination)
    {
        for (var at = 0; at < destination.Length;)
        {
            at += await _receiver!.ReceiveAsync(destination.AsMemory(at, Math.Min(BlockBytes, destination.Length - at)));
        }

        await _receiver!.SendAsync(new byte[1]);
    }
}
