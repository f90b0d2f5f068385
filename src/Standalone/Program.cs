using InferenceGateway.Hosting;
using InferenceGateway.Standalone;

return await HostRunner.RunAsync(() =>
{
    HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
    builder.Logging.AddPlainConsole();
    StandaloneOptions options = builder.Configuration.GetSection(StandaloneOptions.Section).Get<StandaloneOptions>() ?? new StandaloneOptions();
    StandaloneCluster cluster = StandaloneCluster.Create(options, args);
    builder.Services.AddHostedService(_ => new StandaloneService(cluster, options, TimeProvider.System));
    return builder.Build();
});
