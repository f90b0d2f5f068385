using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Disaggregation;

internal static class DisaggregationRegistration
{
    public static void AddDisaggregation(this IServiceCollection services)
    {
        services.AddCheckedOptions<DisaggregationOptions, DisaggregationOptionsValidator>(DisaggregationOptions.Section);
        services.AddSingleton<SplitDecider>();
    }
}
