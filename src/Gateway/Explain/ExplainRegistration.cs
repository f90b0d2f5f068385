using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Explain;

internal static class ExplainRegistration
{
    public static void AddExplain(this IServiceCollection services)
    {
        services.AddOptions<ExplainOptions>().BindOnce(ExplainOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExplainOptions>, ExplainOptionsValidator>();
        services.AddSingleton<DecisionRing>();
        services.AddSingleton<IDecisionObserver>(provider => provider.GetRequiredService<DecisionRing>());
        services.AddSingleton<Explainer>();
        services.AddSingleton<ExplainEndpoints>();
    }
}
