namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers workers whose own events say that they hold much of the prompt: the share of its blocks.</summary>
public sealed class PrecisePrefixScorer : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "precise-prefix";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<int> blocks = candidates.HeldBlocks;
        double all = Math.Max(1, candidates.Placement.Keys.Length);
        for (int i = 0; i < blocks.Length; i++)
        {
            scores[i] = blocks[i] / all;
        }
    }
}
