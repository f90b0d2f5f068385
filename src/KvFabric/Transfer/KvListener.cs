using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Accepts connections of other workers and lets them fill reservations.</summary>
internal sealed class KvListener(
    IKvReservations reservations,
    IOptions<KvListenerOptions> options,
    KvBufferPool buffers,
    KvTransferReporter reporter,
    TimeProvider time,
    ILogger<KvListener> logger) : BackgroundService, IKvListener
{
    private const int Backlog = 512;

    // Connections beyond the limit that are being told so at the same time.
    private const int RefusalsMax = 64;

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly KvListenerOptions _options = options.Value;
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private Socket? _socket;
    private int _connections;

    public IPEndPoint? Endpoint { get; private set; }

    public int Connections => Volatile.Read(ref _connections);

    // Bound here and not in the background, so that a taken port stops the host and the endpoint is known once it has started.
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var address = new IPEndPoint(IPAddress.Parse(_options.Address), _options.Port);
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(address);
        _socket.Listen(Backlog);
        Endpoint = (IPEndPoint)_socket.LocalEndPoint!;
        KvTransferLog.Listening(logger, _options.WorkerId, Endpoint.ToString());
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _socket?.Dispose();
        Endpoint = null;
        await Task.WhenAll(_running.Keys);
    }

    public override void Dispose()
    {
        _socket?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Start(await _socket!.AcceptAsync(stoppingToken), stoppingToken);
            }
            catch (SocketException exception)
            {
                // Out of descriptors, or a connection that was gone before it was accepted: others may do better.
                KvTransferLog.AcceptFailed(logger, exception.Message);
                await Task.Delay(AcceptPause, time, stoppingToken);
            }
        }
    }

    private void Start(Socket socket, CancellationToken cancellation)
    {
        var open = Interlocked.Increment(ref _connections);
        if (open > _options.ConnectionsMax + RefusalsMax)
        {
            Interlocked.Decrement(ref _connections);
            socket.Dispose();
            return;
        }

        var running = ServeAsync(socket, busy: open > _options.ConnectionsMax, cancellation);
        _running.TryAdd(running, 0);
        _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket, bool busy, CancellationToken cancellation)
    {
        await Task.Yield();
        using var channel = KvChannel.Accepted(socket, time);
        using var connection = new KvInboundConnection(channel, reservations, _options, buffers, reporter, time);
        try
        {
            await (busy ? connection.RefuseBusyAsync(cancellation) : connection.RunAsync(cancellation));
        }
        catch (Exception exception)
        {
            // One broken connection must not end the listener.
            KvTransferLog.Broken(logger, exception, channel.Remote);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
