using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InferenceGateway.Gateway.Hosting;

/// <summary>The two listening sockets. Their addresses are final, also for port 0, once the application has started.</summary>
public sealed class GatewayListeners
{
    private ListenOptions? _api;
    private ListenOptions? _management;

    /// <summary>Where clients connect.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public IPEndPoint Api => EndPoint(_api);

    /// <summary>Where operators connect.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public IPEndPoint Management => EndPoint(_management);

    internal void Bind(KestrelServerOptions kestrel, HostingOptions options)
    {
        _api = Listen(kestrel, options.Api, ListenerKind.Api);
        _management = Listen(kestrel, options.Management, ListenerKind.Management);
    }

    private static ListenOptions Listen(KestrelServerOptions kestrel, ListenerOptions listener, ListenerKind kind)
    {
        ListenOptions? bound = null;
        kestrel.Listen(IPAddress.Parse(listener.Address), listener.Port, options =>
        {
            options.Protocols = HttpProtocols.Http1;
            // The mark travels with the connection: neither a Host header nor a forwarded port can claim the other listener.
            options.Use(next => connection =>
            {
                connection.Features.Set(new ListenerMark(kind));
                return next(connection);
            });
            bound = options;
        });
        return bound!;
    }

    private static IPEndPoint EndPoint(ListenOptions? options) =>
        options?.IPEndPoint ?? throw new InvalidOperationException("The gateway has not started listening.");
}

internal enum ListenerKind
{
    Api,
    Management,
}

internal sealed record ListenerMark(ListenerKind Kind);
