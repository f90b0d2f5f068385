using InferenceGateway.Replay.Commands;

return await ReplayProgram.RunAsync(args);
