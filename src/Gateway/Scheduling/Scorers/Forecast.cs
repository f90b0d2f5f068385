using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prediction;

namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>What is predicted for a request on each candidate.</summary>
/// <param name="predictor">What was learnt.</param>
/// <param name="time">The clock.</param>
public sealed class Forecast(LatencyPredictor predictor, TimeProvider time)
{
    /// <summary>The estimates of the candidates' pool, looked up once per decision.</summary>
    public PoolEstimates For(CandidateSet candidates) => predictor.For(candidates.Placement.Model, candidates.Placement.Role);

    /// <summary>Seconds to the first token: the prompts ahead, a slot, and what the worker does not hold of this one.</summary>
    public double FirstTokenSeconds(PoolEstimates estimates, CandidateSet candidates, int index)
    {
        return WaitSeconds(estimates, candidates, index) + PrefillSeconds(estimates, candidates, index);
    }

    /// <summary>Seconds until a worker could begin with the prompt: the prompts ahead, and a slot.</summary>
    public double WaitSeconds(PoolEstimates estimates, CandidateSet candidates, int index)
    {
        ref readonly Candidate candidate = ref candidates.All[index];
        return estimates.WaitSeconds(candidate, time.GetElapsedTime(candidate.HeadSince, candidates.Now).TotalSeconds)
            + SlotSeconds(estimates, candidate, candidates.Placement.AnswerTokens);
    }

    /// <summary>Seconds that a worker computes what it does not hold of the prompt.</summary>
    public double PrefillSeconds(PoolEstimates estimates, CandidateSet candidates, int index)
    {
        ref readonly Placement placement = ref candidates.Placement;
        int moved = placement.Role == WorkerRole.Prefill ? placement.PromptTokens : 0;
        return estimates.PrefillSeconds(candidates.All[index].Worker.Load, placement.PromptTokens - candidates.CachedTokens(index), moved);
    }

    /// <summary>Seconds of decoding: the request's own tokens beside those that run, and what it takes from these meanwhile.</summary>
    public double DecodeSeconds(PoolEstimates estimates, CandidateSet candidates, int index)
    {
        ref readonly Candidate candidate = ref candidates.All[index];
        int others = candidate.Decodes;
        double token = estimates.TokenSeconds(candidate.Worker.Load, others);
        return candidates.Placement.AnswerTokens * (token + (others * estimates.TokenSecondsPerRequest(candidate.Worker.Load)));
    }

    /// <summary>Seconds per token of this request.</summary>
    public double TokenSeconds(PoolEstimates estimates, CandidateSet candidates, int index)
    {
        ref readonly Candidate candidate = ref candidates.All[index];
        return estimates.TokenSeconds(candidate.Worker.Load, candidate.Decodes);
    }

    // Slots fall free one by one, about one for each answer's time divided by their number.
    private static double SlotSeconds(PoolEstimates estimates, in Candidate candidate, int answerTokens)
    {
        int slots = candidate.Worker.Record.Slots;
        int excess = candidate.Requests + 1 - slots;
        return slots <= 0 || excess <= 0
            ? 0
            : (double)excess / slots * answerTokens * estimates.TokenSeconds(candidate.Worker.Load, slots - 1);
    }
}
