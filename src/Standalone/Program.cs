using InferenceGateway.Hosting;
using InferenceGateway.Standalone;
using Microsoft.Extensions.Options;

return await HostRunner.RunAsync(() =>
{
    HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
    builder.Logging.AddPlainConsole();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton<IValidateOptions<StandaloneOptions>, StandaloneOptionsValidator>();
    builder.Services.AddOptions<StandaloneOptions>().BindConfiguration(StandaloneOptions.Section).ValidateOnStart();
    builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<StandaloneService>(services, [args]));
    IHost host = builder.Build();
    host.Validate();
    return host;
});
