using InferenceGateway.Gateway.Hosting;
using InferenceGateway.KvFabric.Directory;

return await GatewayApp.RunAsync(() => GatewayApp.Create(args, builder => builder.Services.AddWorkerDirectory(builder.Configuration)));
