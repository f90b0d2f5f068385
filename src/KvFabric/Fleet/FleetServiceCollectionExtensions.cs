using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.Mirroring;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using InferenceGateway.KvFabric.Fleet.Publishing;
using InferenceGateway.KvFabric.Fleet.States;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>Registration of what gateways and workers know of each other beyond the directory, which it adds too.</summary>
public static class FleetServiceCollectionExtensions
{
    /// <summary>
    /// A gateway's side: adds <see cref="IPrefixView"/>, <see cref="IFleetState"/>, <see cref="IFleetInFlight"/> and
    /// <see cref="WorkerNumbers"/>, kept by hosted services. Options: section <see cref="FleetOptions.Section"/>.
    /// </summary>
    public static IServiceCollection AddFleetView(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFleetOptions(configuration);
        services.TryAddSingleton<WorkerNumbers>();
        services.TryAddSingleton<PrefixView>();
        services.TryAddSingleton<IPrefixView>(provider => provider.GetRequiredService<PrefixView>());
        services.TryAddSingleton<FleetState>();
        services.TryAddSingleton<IFleetState>(provider => provider.GetRequiredService<FleetState>());
        services.TryAddSingleton<IndexClient>();
        services.TryAddSingleton<ReplicaRepair>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FleetMirror>());
        services.AddFleetInFlight();
        return services;
    }

    /// <summary>A worker's side: adds <see cref="IFleetPublisher"/>. Options: section <see cref="FleetOptions.Section"/>.</summary>
    public static IServiceCollection AddFleetPublishing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFleetOptions(configuration);
        services.TryAddSingleton<IFleetPublisher, FleetPublisher>();
        return services;
    }

    private static void AddFleetOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddWorkerDirectory(configuration);
        services.AddCheckedOptions<FleetOptions, FleetOptionsValidator>(configuration, FleetOptions.Section);
    }
}
