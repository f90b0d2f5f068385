using InferenceGateway.Contracts.Workers;
using InferenceGateway.Hosting;
using InferenceGateway.Serving.Hosting;

return await HostRunner.RunAsync(() => WorkerApp.Create(WorkerRole.Decode, args));
