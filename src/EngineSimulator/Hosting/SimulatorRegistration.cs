using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.OpenAi;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.Hosting;

internal static class SimulatorRegistration
{
    public static void AddSimulator(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        services.AddOptions<SimulatorOptions>().Bind(builder.Configuration.GetSection(SimulatorOptions.Section)).ValidateOnStart();
        services.AddSingleton<RealTimeClock>();
        services.AddSingleton<SimulatedFleet>();
        services.AddSingleton<CompletionEndpoint>();
        services.AddWorkerDirectory(builder.Configuration);
        services.AddHostedService<FleetRegistrar>();
    }
}
