using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prediction;

namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>
/// Prefers the worker where the request costs least time: 1 / (1 + cost in seconds). The cost is the predicted time to the first token,
/// plus a share of the time that its tokens take there and take from those who run there already.
/// </summary>
/// <param name="forecast">Predicts.</param>
/// <param name="workWeight">What a second of computing the prompt counts against one of waiting, 1 or more.</param>
/// <param name="decodeShare">What a second of decoding counts against one before the first token, 0 to 1.</param>
public sealed class PredictedLatencyScorer(Forecast forecast, double workWeight, double decodeShare) : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "predicted-latency";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        PoolEstimates estimates = forecast.For(candidates);
        bool decodes = candidates.Placement.Role == WorkerRole.Decode && decodeShare > 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double cost = forecast.WaitSeconds(estimates, candidates, i) + (workWeight * forecast.PrefillSeconds(estimates, candidates, i));
            if (decodes)
            {
                cost += decodeShare * forecast.DecodeSeconds(estimates, candidates, i);
            }

            scores[i] = 1 / (1 + cost);
        }
    }
}
