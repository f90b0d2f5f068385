namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers workers with few tokens in flight, prompts to be computed and tokens held together; each request counts for one more.</summary>
public sealed class InFlightTokensScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "in-flight-tokens";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = 1.0 / (1 + all[i].PrefillTokens + all[i].DecodeTokens + all[i].Requests);
        }
    }
}
