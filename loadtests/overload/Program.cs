using InferenceGateway.Overload;

return await OverloadProgram.RunAsync(args);
