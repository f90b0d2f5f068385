using InferenceGateway.Gateway.Prediction;

namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>Prefers workers whose predicted time to first token stays well below the goal.</summary>
/// <param name="forecast">Predicts.</param>
/// <param name="goal">The goal; positive.</param>
public sealed class FirstTokenHeadroomScorer(Forecast forecast, TimeSpan goal) : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "ttft-headroom";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        PoolEstimates estimates = forecast.For(candidates);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Scale.Headroom(forecast.FirstTokenSeconds(estimates, candidates, i), goal.TotalSeconds);
        }
    }
}

/// <summary>Prefers workers whose predicted time per token stays well below the goal.</summary>
/// <param name="forecast">Predicts.</param>
/// <param name="goal">The goal; positive.</param>
public sealed class TokenHeadroomScorer(Forecast forecast, TimeSpan goal) : IWorkerScorer
{
    /// <inheritdoc/>
    public string Name => "tpot-headroom";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        PoolEstimates estimates = forecast.For(candidates);
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = Scale.Headroom(forecast.TokenSeconds(estimates, candidates, i), goal.TotalSeconds);
        }
    }
}
