using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Prewarming;

internal static class PrewarmingRegistration
{
    public static void AddPrewarming(this IServiceCollection services)
    {
        services.AddOptions<PrewarmingOptions>().BindOnce(PrewarmingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PrewarmingOptions>, PrewarmingOptionsValidator>();
        services.AddSingleton<Prewarmer>();
        services.AddHostedService(provider => provider.GetRequiredService<Prewarmer>());
        services.AddSingleton<IWorkerFilter, PrewarmingFilter>();
    }
}
