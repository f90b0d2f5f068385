using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Prewarming;

internal static class PrewarmingRegistration
{
    public static void AddPrewarming(this IServiceCollection services)
    {
        services.AddCheckedOptions<PrewarmingOptions, PrewarmingOptionsValidator>(PrewarmingOptions.Section);
        services.AddSingleton<Prewarmer>();
        services.AddHostedService(provider => provider.GetRequiredService<Prewarmer>());
        services.AddSingleton<IWorkerFilter, PrewarmingFilter>();
    }
}
