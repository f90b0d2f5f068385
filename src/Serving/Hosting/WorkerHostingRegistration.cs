using System.Net;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.Serving.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Registers what every worker has: options, listeners, identity, metrics, registration in the directory.</summary>
internal static class WorkerHostingRegistration
{
    public static void AddWorkerHosting(this WebApplicationBuilder builder, WorkerRole role)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddCheckedOptions<WorkerOptions, WorkerOptionsValidator>(builder.Configuration, WorkerOptions.Section);
        services.AddSingleton(provider => Identity(provider, role));
        services.AddSingleton(provider => new WorkerMetrics(provider.GetRequiredService<Generating.ServedModel>().Name));
        services.AddSingleton<IKvTransferObserver>(provider => provider.GetRequiredService<WorkerMetrics>().KvTransfers);
        services.AddOptions<KvListenerOptions>().PostConfigure<IConfiguration>((kv, settings) => kv.WorkerId = Id(settings, role));
        services.AddOptions<KvClientOptions>().PostConfigure<IConfiguration>((kv, settings) => kv.WorkerId = Id(settings, role));
        services.AddSingleton<WorkerListeners>();
        services.AddHostedService<WorkerRegistrar>();
    }

    /// <summary>
    /// Checks all options, then applies those of the host. Building an application already makes the server, so a server that read them by
    /// itself would let the first fault hide the others.
    /// </summary>
    public static void ApplyOptions(this WebApplication app)
    {
        app.Validate();
        WorkerOptions options = app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value;
        app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainTimeoutSeconds);
        KestrelServerOptions kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        Bound(kestrel);
        app.Services.GetRequiredService<WorkerListeners>().Bind(kestrel, options);
    }

    /// <summary>Health and metrics, on both ports: vLLM's users look for them beside the API.</summary>
    public static void MapWorkerManagement(this WebApplication app)
    {
        WorkerMetrics metrics = app.Services.GetRequiredService<WorkerMetrics>();
        app.MapGet("/metrics", context => MetricsEndpoint.WriteAsync(context, metrics.Registry));
        app.MapGet("/health", () => Microsoft.AspNetCore.Http.Results.Ok());
    }

    private static void Bound(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // The limit for requests is checked where they are read; this one lets a refused body be drained.
        kestrel.Limits.MaxRequestBodySize = Limits.RequestBodyDrainBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = Limits.RequestHeadersBytesMax;
        kestrel.Limits.MaxRequestLineSize = Limits.RequestLineBytesMax;

        // A stream is as slow as its model and its reader; the default floor of 240 bytes/s would cut it.
        kestrel.Limits.MinResponseDataRate = null;
    }

    private static WorkerIdentity Identity(IServiceProvider provider, WorkerRole role)
    {
        DateTimeOffset now = provider.GetRequiredService<TimeProvider>().GetUtcNow();
        string hash = provider.GetRequiredService<Generating.ServedModel>().Hash;
        return new WorkerIdentity(Id(provider.GetRequiredService<IConfiguration>(), role), role, now.ToUnixTimeMilliseconds(), now, $"fp_{hash[..12]}");
    }

    /// <summary>Read from the settings themselves: other sections need it before this one is known to be good.</summary>
    private static string Id(IConfiguration settings, WorkerRole role)
    {
        IConfigurationSection worker = settings.GetSection(WorkerOptions.Section);
        return worker[nameof(WorkerOptions.Id)] is { Length: > 0 } id
            ? id
            : $"{role.ToString().ToLowerInvariant()}-{Dns.GetHostName()}-{worker[nameof(WorkerOptions.ApiPort)]}";
    }
}
