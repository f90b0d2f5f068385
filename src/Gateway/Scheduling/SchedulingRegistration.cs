using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling.Load;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Scheduling;

internal static class SchedulingRegistration
{
    public static void AddScheduling(this IServiceCollection services)
    {
        services.AddOptions<SchedulingOptions>().BindConfiguration(SchedulingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SchedulingOptions>, SchedulingOptionsValidator>();
        services.TryAddSingleton<IPrefixSource>(NoPrefixes.Instance);
        services.AddSingleton<WorkerLoads>();
        services.AddSingleton(CreateBuilder);
        services.AddSingleton(provider => provider.GetRequiredService<SchedulerBuilder>().Build());
        services.AddHostedService<SchedulingMetrics>();
    }

    private static SchedulerBuilder CreateBuilder(IServiceProvider services) => new()
    {
        Options = services.GetRequiredService<IOptions<SchedulingOptions>>().Value,
        Time = services.GetRequiredService<TimeProvider>(),
        Prefixes = services.GetRequiredService<IPrefixSource>(),
        Predictor = services.GetRequiredService<LatencyPredictor>(),
        Observer = services.GetService<IDecisionObserver>(),
    };
}
