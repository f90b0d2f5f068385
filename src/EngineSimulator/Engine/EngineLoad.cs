namespace InferenceGateway.EngineSimulator.Engine;

/// <summary>What an engine has to do at one instant, as a real one reports it.</summary>
/// <param name="Running">Requests that hold a slot.</param>
/// <param name="Waiting">Requests that wait for one.</param>
/// <param name="KvUsage">Share of KV memory that running requests hold, 0 to 1.</param>
/// <param name="PromptTokens">Prompt tokens of both that are still to be computed; of those that wait, all count.</param>
public readonly record struct EngineLoad(int Running, int Waiting, double KvUsage, long PromptTokens);

/// <summary>What an engine has done since it was made.</summary>
/// <param name="Requests">Requests and prefill orders that were given a slot.</param>
/// <param name="PromptTokens">Prompt tokens of these.</param>
/// <param name="CachedTokens">Those of them that were found in the cache.</param>
/// <param name="ComputedTokens">Prompt tokens computed.</param>
/// <param name="DrawnTokens">Answer tokens drawn.</param>
/// <param name="BusySeconds">Time spent in steps.</param>
public readonly record struct EngineTotals(
    long Requests, long PromptTokens, long CachedTokens, long ComputedTokens, long DrawnTokens, double BusySeconds);

/// <summary>What bounds an engine's waits.</summary>
/// <param name="WaitingMax">Requests that may wait for a slot; one more is refused.</param>
/// <param name="HandoffSeconds">Seconds from the reserved slot to a foreign prompt's last row; then the request fails.</param>
public sealed record EngineBounds(int WaitingMax, double HandoffSeconds);
