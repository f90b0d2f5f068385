namespace InferenceGateway.KvFabric.Fleet.States;

/// <summary>A worker's load at one instant, as the worker itself counts it.</summary>
/// <param name="Running">Requests that hold a KV slot.</param>
/// <param name="Waiting">Requests that wait for one.</param>
/// <param name="KvUsage">Share of the KV memory in use, 0 to 1.</param>
/// <param name="WaitingTokens">Prompt tokens of the waiting requests.</param>
/// <param name="RunningTokens">Prompt and answer tokens of the running requests, as far as they have come.</param>
public readonly record struct WorkerState(int Running, int Waiting, double KvUsage, long WaitingTokens, long RunningTokens);
