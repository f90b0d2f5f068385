using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.Hosting;

internal static class HostingRegistration
{
    public static void AddHosting(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<HostingOptions>().BindConfiguration(HostingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        services.AddSingleton<GatewayListeners>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        services.AddOptions<HostOptions>()
            .Configure<IOptions<HostingOptions>>((host, options) => host.ShutdownTimeout = options.Value.DrainTimeout);
        services.TryAddSingleton(TimeProvider.System);
        // One registry per application: several programs share a process in the standalone host.
        services.AddSingleton(_ => Metrics.NewCustomRegistry());
    }
}
