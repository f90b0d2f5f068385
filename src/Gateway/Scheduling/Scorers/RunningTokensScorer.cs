namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers few tokens held by running requests.</summary>
public sealed class RunningTokensScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "running-tokens";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = all[i].DecodeTokens;
        }

        Scale.LowIsBest(scores);
    }
}
