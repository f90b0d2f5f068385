using System.Net;
using InferenceGateway.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InferenceGateway.Gateway.Hosting;

/// <summary>The two listening sockets. Their addresses are final, also for port 0, once the application has started.</summary>
public sealed class GatewayListeners
{
    private MarkedListener? _api;
    private MarkedListener? _management;

    /// <summary>Where clients connect.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public IPEndPoint Api => EndPoint(_api);

    /// <summary>Where operators connect.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public IPEndPoint Management => EndPoint(_management);

    internal void Bind(KestrelServerOptions kestrel, HostingOptions options)
    {
        _api = MarkedListener.Listen(kestrel, IPAddress.Parse(options.Api.Address), options.Api.Port, ListenerKind.Api);
        _management = MarkedListener.Listen(kestrel, IPAddress.Parse(options.Management.Address), options.Management.Port, ListenerKind.Management);
    }

    private static IPEndPoint EndPoint(MarkedListener? listener) =>
        listener?.EndPoint ?? throw new InvalidOperationException("The gateway has not started listening.");
}
