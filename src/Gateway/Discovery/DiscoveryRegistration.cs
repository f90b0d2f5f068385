using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Discovery;

internal static class DiscoveryRegistration
{
    public static void AddDiscovery(this IServiceCollection services)
    {
        services.AddOptions<EnginesOptions>().BindOnce(EnginesOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EnginesOptions>, EnginesOptionsValidator>();
        services.AddSingleton<EngineRegistry>();
        services.AddSingleton<WorkerSource>();
        services.AddHostedService<EngineScraper>();
    }
}
