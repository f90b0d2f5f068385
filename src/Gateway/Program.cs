using InferenceGateway.Gateway.Hosting;

return await GatewayApp.RunAsync(() => GatewayApp.Create(args));
