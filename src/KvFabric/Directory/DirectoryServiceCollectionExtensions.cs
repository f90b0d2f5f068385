using InferenceGateway.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Registration of the worker directory.</summary>
public static class DirectoryServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IWorkerDirectory"/> and <see cref="IWorkerView"/> over the Redis that section
    /// <see cref="DirectoryOptions.Section"/> names; faults in it stop the host at start.
    /// </summary>
    public static IServiceCollection AddWorkerDirectory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<DirectoryOptions, DirectoryOptionsValidator>(configuration, DirectoryOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RedisConnection>();
        services.TryAddSingleton<DirectoryPublisher>();
        services.TryAddSingleton<DirectoryReader>();
        services.TryAddSingleton<IWorkerDirectory, RedisWorkerDirectory>();
        services.TryAddSingleton<WorkerMirror>();
        services.TryAddSingleton<IWorkerView>(provider => provider.GetRequiredService<WorkerMirror>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkerMirror>(
            provider => provider.GetRequiredService<WorkerMirror>()));
        return services;
    }
}
