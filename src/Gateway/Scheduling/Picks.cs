namespace InferenceGateway.Gateway.Scheduling;

/// <summary>The workers chosen for a request, and how it came to that.</summary>
/// <param name="Workers">Different workers, in the order to try them; empty when none may take the request.</param>
/// <param name="Considered">How many workers were looked at.</param>
/// <param name="Kept">How many of them passed the filters.</param>
public readonly record struct Picks(PickedWorker[] Workers, int Considered, int Kept)
{
    /// <summary>True when no worker may take the request.</summary>
    public bool IsEmpty => Workers.Length == 0;
}

/// <summary>A chosen worker.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Score">Its total score.</param>
/// <param name="CachedTokens">Prompt tokens it should hold.</param>
public readonly record struct PickedWorker(WorkerEndpoint Worker, double Score, int CachedTokens);
