namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>
/// Dynamo's cost in blocks, for comparison: prompts in the worker and this one, less what it holds of this one, plus tokens held by
/// running requests and by this one. The score is 1 / (1 + cost).
/// </summary>
public sealed class DynamoCostScorer : IWorkerScorer
{
    private const double BlockTokens = 16;

    /// <inheritdoc/>
    public string Name => "dynamo-cost";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        ReadOnlySpan<Candidate> all = candidates.All;
        int prompt = candidates.Placement.PromptTokens;
        for (int i = 0; i < all.Length; i++)
        {
            long prefill = Math.Max(0, all[i].PrefillTokens + prompt - candidates.CachedTokens(i));
            long decode = all[i].DecodeTokens + prompt;
            scores[i] = 1 / (1 + ((prefill + decode) / BlockTokens));
        }
    }
}
