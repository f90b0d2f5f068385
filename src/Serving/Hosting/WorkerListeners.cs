using System.Net;
using InferenceGateway.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace InferenceGateway.Serving.Hosting;

/// <summary>The worker's two HTTP ports. Their addresses are final, also for port 0, once the application has started.</summary>
public sealed class WorkerListeners
{
    private MarkedListener? _api;
    private MarkedListener? _internal;

    /// <summary>OpenAI endpoints for clients.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public IPEndPoint Api => EndPoint(_api);

    /// <summary>The internal API for gateways and workers.</summary>
    /// <exception cref="InvalidOperationException">The application has not started.</exception>
    public IPEndPoint Internal => EndPoint(_internal);

    internal void Bind(KestrelServerOptions kestrel, WorkerOptions options)
    {
        IPAddress address = IPAddress.Parse(options.ListenAddress);
        _api = MarkedListener.Listen(kestrel, address, options.ApiPort, ListenerKind.Api);
        _internal = MarkedListener.Listen(kestrel, address, options.InternalPort, ListenerKind.Internal);
    }

    private static IPEndPoint EndPoint(MarkedListener? listener) =>
        listener?.EndPoint ?? throw new InvalidOperationException("The worker has not started listening.");
}
