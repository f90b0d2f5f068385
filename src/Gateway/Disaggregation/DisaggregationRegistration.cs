using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Disaggregation;

internal static class DisaggregationRegistration
{
    public static void AddDisaggregation(this IServiceCollection services)
    {
        services.AddOptions<DisaggregationOptions>().BindOnce(DisaggregationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DisaggregationOptions>, DisaggregationOptionsValidator>();
        services.AddSingleton<SplitDecider>();
    }
}
