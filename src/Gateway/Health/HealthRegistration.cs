using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Health;

internal static class HealthRegistration
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddOptions<HealthOptions>().BindOnce(HealthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>();
        services.AddSingleton<HealthMetrics>();
        services.AddSingleton<HealthBook>();
        services.AddSingleton<IWorkerFilter, HealthFilter>();
        services.AddSingleton<IWorkerFilter, SlowStartFilter>();
    }
}
