namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers few requests in flight.</summary>
public sealed class InFlightRequestsScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "in-flight-requests";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = all[i].Requests;
        }

        Scale.LowIsBest(scores);
    }
}
