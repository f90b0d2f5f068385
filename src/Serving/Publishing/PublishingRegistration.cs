using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.PrefixCache;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.Publishing;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Hosting;
using InferenceGateway.Serving.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace InferenceGateway.Serving.Publishing;

/// <summary>Registers what tells gateways of this worker's blocks and load.</summary>
internal static class PublishingRegistration
{
    private const string ContentType = "application/octet-stream";

    public static void AddPublishing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFleetPublishing(configuration);
        services.AddSingleton<ServedLoads>();
        services.AddSingleton(OpenPublisher);
        services.AddSingleton<TextResidency>();
        services.AddSingleton<PromptPublisher>();
        services.AddSingleton<IBlockObserver>(provider => new BlockObservers(
            provider.GetRequiredService<WorkerMetrics>().PrefixCache, provider.GetRequiredService<TextResidency>()));
    }

    public static void MapPublishing(this WebApplication app)
    {
        IWorkerPublisher publisher = app.Services.GetRequiredService<IWorkerPublisher>();
        app.MapGet(IFleetPublisher.IndexPath, (HttpContext context) =>
        {
            context.Response.ContentType = ContentType;
            return publisher.WriteIndexAsync(context.Response.BodyWriter, context.RequestAborted);
        });
    }

    private static IWorkerPublisher OpenPublisher(IServiceProvider provider)
    {
        WorkerIdentity worker = provider.GetRequiredService<WorkerIdentity>();
        ServedLoads loads = provider.GetRequiredService<ServedLoads>();

        // The engine watches its blocks through this publisher, so it does not exist yet.
        Lazy<InferenceEngine> engine = new(provider.GetRequiredService<InferenceEngine>);
        return provider.GetRequiredService<IFleetPublisher>().Open(
            provider.GetRequiredService<ServedModel>().Name, worker.Id, worker.Epoch, () => loads.With(engine.Value.Load));
    }
}
