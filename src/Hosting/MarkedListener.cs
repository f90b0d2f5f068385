using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InferenceGateway.Hosting;

/// <summary>
/// A listening socket whose connections carry a mark of what it is for. The mark travels with the connection, so no host header, path or
/// forwarded port can claim another listener. The address is final, also for port 0, once the server has started.
/// </summary>
public sealed class MarkedListener
{
    private readonly ListenOptions _options;

    private MarkedListener(ListenOptions options) => _options = options;

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _options.IPEndPoint ?? throw new InvalidOperationException("The listener is not bound to an IP address.");

    /// <summary>Base URL of that address.</summary>
    public string Url => $"http://{EndPoint}";

    /// <summary>Adds a listener to the server.</summary>
    public static MarkedListener Listen(KestrelServerOptions kestrel, IPAddress address, int port, ListenerKind kind)
    {
        MarkedListener? listener = null;
        kestrel.Listen(address, port, options =>
        {
            options.Protocols = HttpProtocols.Http1;
            options.Use(next => connection =>
            {
                connection.Features.Set(new Mark(kind));
                return next(connection);
            });
            listener = new MarkedListener(options);
        });
        return listener!;
    }

    /// <summary>What the listener that a request came through is for.</summary>
    public static ListenerKind KindOf(HttpContext context) => context.Features.Get<Mark>()?.Kind ?? ListenerKind.Api;

    private sealed record Mark(ListenerKind Kind);
}
