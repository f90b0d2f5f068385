using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Explain;

internal static class ExplainRegistration
{
    public static void AddExplain(this IServiceCollection services)
    {
        services.AddCheckedOptions<ExplainOptions, ExplainOptionsValidator>(ExplainOptions.Section);
        services.AddSingleton<DecisionRing>();
        services.AddSingleton<IDecisionObserver>(provider => provider.GetRequiredService<DecisionRing>());
        services.AddSingleton<Explainer>();
        services.AddSingleton<ExplainEndpoints>();
    }
}
