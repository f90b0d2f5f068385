namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers workers that were given much of the prompt before: the share of its blocks.</summary>
public sealed class ApproximatePrefixScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "approximate-prefix";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<int> blocks = candidates.RememberedBlocks;
        double all = Math.Max(1, candidates.Placement.Keys.Length);
        for (int i = 0; i < blocks.Length; i++)
        {
            scores[i] = blocks[i] / all;
        }
    }
}
