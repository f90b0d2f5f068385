using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Fleet;

return await HostRunner.RunAsync(() => GatewayApp.Create(args, builder => builder.Services.AddFleetView(builder.Configuration)));
