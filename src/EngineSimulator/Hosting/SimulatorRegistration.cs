using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.OpenAi;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace InferenceGateway.EngineSimulator.Hosting;

internal static class SimulatorRegistration
{
    public static void AddSimulator(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddCheckedOptions<SimulatorOptions, SimulatorOptionsValidator>(builder.Configuration, SimulatorOptions.Section);
        services.AddSingleton<RealTimeClock>();
        services.AddSingleton<SimulatedFleet>();
        services.AddSingleton<CompletionEndpoint>();
        services.AddWorkerDirectory(builder.Configuration);
        services.AddHostedService<FleetRegistrar>();
    }
}
