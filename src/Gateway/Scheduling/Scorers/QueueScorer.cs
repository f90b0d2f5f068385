namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers few requests waiting for a slot.</summary>
public sealed class QueueScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "queue";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = all[i].Waiting;
        }

        Scale.LowIsBest(scores);
    }
}
