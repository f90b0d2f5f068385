using System.Net;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>The connections to all workers, and how YARP is to use them.</summary>
internal sealed class WorkerClient(IOptions<ForwardingOptions> options) : IDisposable
{
    public HttpMessageInvoker Invoker { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.Value.ConnectTimeout,
        MaxConnectionsPerServer = options.Value.ConnectionsPerWorkerMax,
        // Shorter than Kestrel's keep-alive of 130 seconds, so that this side closes first and no request meets a closing connection.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
    });

    public ForwarderRequestConfig RequestConfig { get; } = new()
    {
        ActivityTimeout = options.Value.ActivityTimeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public void Dispose() => Invoker.Dispose();
}
