using InferenceGateway.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Registration of both ends of the KV transfer.</summary>
public static class KvTransferServiceCollectionExtensions
{
    /// <summary>
    /// Adds the receiving end, section <see cref="KvListenerOptions.Section"/>: it listens from the host's start to its stop and
    /// fills the <see cref="IKvReservations"/> that the host registers. <see cref="IKvListener"/> says where it listens.
    /// </summary>
    public static IServiceCollection AddKvListener(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<KvListenerOptions, KvListenerOptionsValidator>(configuration, KvListenerOptions.Section);
        services.AddCommon();
        services.TryAddSingleton<KvListener>();
        services.TryAddSingleton<IKvListener>(provider => provider.GetRequiredService<KvListener>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KvListener>(
            provider => provider.GetRequiredService<KvListener>()));
        return services;
    }

    /// <summary>Adds the sending end, <see cref="IKvTransferClient"/>; section <see cref="KvClientOptions.Section"/>.</summary>
    public static IServiceCollection AddKvTransferClient(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<KvClientOptions, KvClientOptionsValidator>(configuration, KvClientOptions.Section);
        services.AddCommon();
        services.TryAddSingleton<KvConnectionPool>();
        services.TryAddSingleton<IKvTransferClient, KvTransferClient>();
        return services;
    }

    private static void AddCommon(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KvBufferPool>();
        services.TryAddSingleton<KvTransferReporter>();
    }
}
