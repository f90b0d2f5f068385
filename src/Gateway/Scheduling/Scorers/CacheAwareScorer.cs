using InferenceGateway.Gateway.Scheduling.Approximate;

namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>
/// SGLang's rule, for comparison. Loads far apart: the worker with the fewest requests. Otherwise, when a worker was given more than a
/// share of the prompt before: the one that was given most of it; and when none was: the one whose memory is smallest.
/// </summary>
/// <param name="remembered">Which prompts went where.</param>
public sealed class CacheAwareScorer(ApproximatePrefixes remembered) : IWorkerScorer
{
    // The defaults of its command line.
    private const double MatchShare = 0.3;
    private const int ImbalanceRequests = 64;
    private const double ImbalanceRatio = 1.5;

    /// <inheritdoc/>
    public string Name => "cache-aware";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        if (IsImbalanced(candidates.All))
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = candidates.All[i].Requests;
            }

            Scale.LowIsBest(scores);
        }
        else if (!ScoreMatches(candidates, scores))
        {
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = remembered.BlocksOf(candidates.All[i].Worker);
            }

            Scale.LowIsBest(scores);
        }
    }

    private static bool IsImbalanced(ReadOnlySpan<Candidate> all)
    {
        int min = int.MaxValue;
        int max = 0;
        foreach (ref readonly Candidate candidate in all)
        {
            min = Math.Min(min, candidate.Requests);
            max = Math.Max(max, candidate.Requests);
        }

        return max - min > ImbalanceRequests && max > ImbalanceRatio * min;
    }

    private static bool ScoreMatches(CandidateSet candidates, Span<double> scores)
    {
        double best = 0;
        double prompt = Math.Max(1, candidates.Placement.Keys.Length);
        ReadOnlySpan<int> blocks = candidates.RememberedBlocks;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = blocks[i] / prompt;
            best = Math.Max(best, scores[i]);
        }

        return best > MatchShare;
    }
}
