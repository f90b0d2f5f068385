using System.Net;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>The connections to all workers, and how YARP is to use them.</summary>
internal sealed class WorkerClient(IOptions<ForwardingOptions> options) : IDisposable
{
    private readonly ForwarderRequestConfig _usual = new()
    {
        ActivityTimeout = options.Value.ActivityTimeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.Value.ConnectTimeout,
        MaxConnectionsPerServer = options.Value.ConnectionsPerWorkerMax,
        // An answer that is given up is not read to its end: its connection closes, and the worker stops.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(20),
        // Shorter than Kestrel's keep-alive of 130 seconds, so that this side closes first and no request meets a closing connection.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
    });

    /// <summary>How YARP is to talk to a worker.</summary>
    /// <param name="activityTimeout">Longest silence, or null for the gateway's own bound.</param>
    public ForwarderRequestConfig Configured(TimeSpan? activityTimeout) =>
        activityTimeout is { } timeout ? _usual with { ActivityTimeout = timeout } : _usual;

    public void Dispose() => Invoker.Dispose();
}
