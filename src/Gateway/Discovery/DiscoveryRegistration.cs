using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Discovery;

internal static class DiscoveryRegistration
{
    public static void AddDiscovery(this IServiceCollection services)
    {
        services.AddCheckedOptions<EnginesOptions, EnginesOptionsValidator>(EnginesOptions.Section);
        services.AddSingleton<EngineRegistry>();
        services.AddSingleton<WorkerSource>();
        services.AddHostedService<EngineScraper>();
    }
}
