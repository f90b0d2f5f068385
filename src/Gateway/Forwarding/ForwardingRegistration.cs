using InferenceGateway.Gateway.Forwarding.Dialects;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Forwarding;

internal static class ForwardingRegistration
{
    public static void AddForwarding(this IServiceCollection services)
    {
        services.AddCheckedOptions<ForwardingOptions, ForwardingOptionsValidator>(ForwardingOptions.Section);
        services.AddHttpForwarder();
        services.AddSingleton<WorkerClient>();
        services.AddSingleton<WorkerTransformer>();
        services.AddSingleton<PrefillEngineClient>();
        services.AddSingleton<VllmDialect>();
        services.AddSingleton<SglangDialect>();
        services.AddSingleton<EngineDialects>();
        services.AddSingleton<RetryBudget>();
        services.AddSingleton<RequestForwarder>();
    }
}
