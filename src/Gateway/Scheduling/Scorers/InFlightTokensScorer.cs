namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers few tokens in flight: prompts to be computed and tokens held together.</summary>
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
            scores[i] = all[i].PrefillTokens + all[i].DecodeTokens;
        }

        Scale.LowIsBest(scores);
    }
}
