using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace InferenceGateway.KvFabric.Fleet.InFlight;

/// <summary>Registration of shared in-flight counts.</summary>
internal static class InFlightRegistration
{
    public static void AddFleetInFlight(this IServiceCollection services)
    {
        services.TryAddSingleton<InFlightCodec>();
        services.TryAddSingleton<InFlightStore>();
        services.TryAddSingleton<FleetInFlight>();
        services.TryAddSingleton<IFleetInFlight>(provider => provider.GetRequiredService<FleetInFlight>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, FleetInFlight>(
            provider => provider.GetRequiredService<FleetInFlight>()));
    }
}
