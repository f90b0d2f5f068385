using InferenceGateway.EngineSimulator.Hosting;
using InferenceGateway.Hosting;

return await HostRunner.RunAsync(() => SimulatorApp.Create(args));
