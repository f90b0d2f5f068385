using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Health;

internal static class HealthRegistration
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddCheckedOptions<HealthOptions, HealthOptionsValidator>(HealthOptions.Section);
        services.AddSingleton<HealthMetrics>();
        services.AddSingleton<HealthBook>();
        services.AddSingleton<IWorkerFilter, HealthFilter>();
        services.AddSingleton<IWorkerFilter, SlowStartFilter>();
    }
}
