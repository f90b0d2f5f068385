using System.Globalization;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Handoff;
using InferenceGateway.Serving.OpenAi;
using InferenceGateway.Serving.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Composes a worker of either pool. Every application has its own services and metrics, so several fit in one process.</summary>
public static class WorkerApp
{
    /// <summary>Builds a worker without starting it.</summary>
    /// <param name="role">Its pool.</param>
    /// <param name="args">Command line: configuration as <c>--Worker:Slots=32</c>.</param>
    /// <param name="configure">Adds or replaces services and configuration before the application is built.</param>
    public static WebApplication Create(WorkerRole role, string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration.Sources.Insert(0, RoleDefaults(role));
        builder.Logging.AddPlainConsole();
        configure?.Invoke(builder);

        builder.AddWorkerHosting(role);
        builder.Services.AddGenerating();
        builder.Services.AddOpenAi();
        builder.Services.AddWorkerDirectory(builder.Configuration);
        builder.Services.AddKvListener(builder.Configuration);
        builder.Services.AddKvTransferClient(builder.Configuration);
        builder.Services.AddHandoff(role);
        builder.Services.AddPublishing(builder.Configuration);

        WebApplication app = builder.Build();
        app.ApplyOptions();
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<PortGuardMiddleware>();
        app.MapOpenAi();
        app.MapHandoff(role);
        app.MapPublishing();
        app.MapWorkerManagement();
        return app;
    }

    private static MemoryConfigurationSource RoleDefaults(WorkerRole role)
    {
        (int api, int @internal, int kv) = role == WorkerRole.Prefill ? (8081, 8091, 8101) : (8082, 8092, 8102);
        return new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Worker:ApiPort"] = api.ToString(CultureInfo.InvariantCulture),
                ["Worker:InternalPort"] = @internal.ToString(CultureInfo.InvariantCulture),
                ["KvListener:Port"] = kv.ToString(CultureInfo.InvariantCulture),
            },
        };
    }
}
