namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers free KV memory: the share that is not in use.</summary>
public sealed class KvUseScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "kv-use";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = 1 - all[i].KvUse;
        }
    }
}
