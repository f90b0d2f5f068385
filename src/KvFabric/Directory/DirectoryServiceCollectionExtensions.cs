using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

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
        services.AddOptions<DirectoryOptions>().Bind(configuration.GetSection(DirectoryOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DirectoryOptions>, DirectoryOptionsValidator>());
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
