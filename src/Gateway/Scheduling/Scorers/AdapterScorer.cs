namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers workers that have the adapter loaded; all alike when none is asked for.</summary>
public sealed class AdapterScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "adapter";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = candidates.Placement.Adapter is { } adapter && !all[i].Worker.HasAdapter(adapter) ? 0 : 1;
        }
    }
}
