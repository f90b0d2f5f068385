namespace InferenceGateway.Inference.Engine;

/// <summary>What a host learns of an engine's work, for its metrics. Called on the loop's thread: return at once.</summary>
public interface IEngineObserver
{
    /// <summary>A prompt chunk was computed.</summary>
    void PrefillStep(int tokens, TimeSpan elapsed);

    /// <summary>A prompt was looked up in the prefix cache, which happens before each of its chunks.</summary>
    /// <param name="asked">Its tokens the first time, then 0.</param>
    /// <param name="found">Tokens taken from the cache now.</param>
    void PrefixLookup(int asked, int found);

    /// <summary>One token was drawn for each of these sequences.</summary>
    void DecodeStep(int sequences, TimeSpan elapsed);
}

/// <summary>An engine's load at one instant.</summary>
/// <param name="Running">Sequences that hold a slot.</param>
/// <param name="Waiting">Requests that wait for one.</param>
/// <param name="KvUsage">Share of slots held, 0 to 1.</param>
public readonly record struct EngineLoad(int Running, int Waiting, double KvUsage);
