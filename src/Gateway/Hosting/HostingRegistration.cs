using InferenceGateway.Contracts;
using InferenceGateway.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.Hosting;

internal static class HostingRegistration
{
    public static void AddHosting(this IServiceCollection services)
    {
        services.AddCheckedOptions<HostingOptions, HostingOptionsValidator>(HostingOptions.Section);
        services.AddSingleton<GatewayListeners>();
        services.TryAddSingleton(TimeProvider.System);
        // One registry per application: several programs share a process in the standalone host.
        services.AddSingleton(_ => Metrics.NewCustomRegistry());
    }

    /// <summary>
    /// Checks the options of every feature, then applies those of the host. Building an application already makes the server,
    /// so a server that read these options on its own would let the first fault hide the others.
    /// </summary>
    public static void ApplyOptions(this WebApplication app)
    {
        IServiceProvider services = app.Services;
        services.GetRequiredService<IStartupValidator>().Validate();
        HostingOptions options = services.GetRequiredService<IOptions<HostingOptions>>().Value;
        services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = options.DrainTimeout;
        KestrelServerOptions kestrel = services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Bound(kestrel);
        services.GetRequiredService<GatewayListeners>().Bind(kestrel, options);
    }

    private static void Bound(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // The limit for requests is checked where they are read; this one lets a refused body be drained.
        kestrel.Limits.MaxRequestBodySize = Limits.RequestBodyDrainBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = Limits.RequestHeadersBytesMax;
        kestrel.Limits.MaxRequestLineSize = Limits.RequestLineBytesMax;
        // A reader of a long stream may pause for as long as it likes; the activity timeout bounds a worker's silence instead.
        kestrel.Limits.MinResponseDataRate = null;
    }
}
