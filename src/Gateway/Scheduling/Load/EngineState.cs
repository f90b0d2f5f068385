namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>What an engine last said of itself, by event or when it was scraped.</summary>
/// <param name="Running">Sequences being generated.</param>
/// <param name="Waiting">Requests waiting for a slot.</param>
/// <param name="KvUse">Share of its KV memory in use, 0 to 1.</param>
/// <param name="QueuedPromptTokens">Prompt tokens it has not computed yet.</param>
/// <param name="RunningTokens">Tokens held by running sequences.</param>
/// <param name="At">When, as a timestamp of the clock.</param>
public readonly record struct EngineState(int Running, int Waiting, double KvUse, long QueuedPromptTokens, long RunningTokens, long At);
