using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;

return await HostRunner.RunAsync(() => GatewayApp.Create(args, builder => builder.Services.AddWorkerDirectory(builder.Configuration)));
