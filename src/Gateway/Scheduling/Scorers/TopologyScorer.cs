namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers workers that stand near the other end of the traffic: 1 on the same host, then rack, zone and region, 0 elsewhere.</summary>
public sealed class TopologyScorer : IWorkerScorer
{
    // Nearest first. A level counts only where both ends name it.
    private static readonly (string Label, double Score)[] _levels = [("host", 1), ("rack", 0.75), ("zone", 0.5), ("region", 0.25)];

    /// <inheritdoc/>
    public string Name => "topology";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        WorkerLabels? near = candidates.Placement.Near;
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = near is null ? 0 : Nearness(near, all[i].Worker.Labels);
        }
    }

    private static double Nearness(WorkerLabels near, WorkerLabels labels)
    {
        foreach ((string label, double score) in _levels)
        {
            if (near[label] is { } value && labels[label] == value)
            {
                return score;
            }
        }

        return 0;
    }
}
