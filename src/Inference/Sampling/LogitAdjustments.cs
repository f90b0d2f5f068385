using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Inference.Sampling;

/// <summary>Penalties on one row of logits.</summary>
internal sealed class LogitAdjustments(int vocabulary)
{
    private readonly TokenCounts _counts = new(vocabulary);

    public void Apply(Span<float> logits, SamplingParameters sampling, ReadOnlySpan<int> history, int promptLength)
    {
        if (sampling.RepetitionPenalty != 1)
        {
            Repetition(logits, sampling.RepetitionPenalty, history);
        }

        if (sampling.FrequencyPenalty != 0 || sampling.PresencePenalty != 0)
        {
            Frequency(logits, sampling, history[promptLength..]);
        }
    }

    private void Repetition(Span<float> logits, float penalty, ReadOnlySpan<int> history)
    {
        _counts.Count(history);
        foreach (int token in _counts.Distinct)
        {
            logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
        }
    }

    private void Frequency(Span<float> logits, SamplingParameters sampling, ReadOnlySpan<int> answer)
    {
        _counts.Count(answer);
        foreach (int token in _counts.Distinct)
        {
            logits[token] -= (sampling.FrequencyPenalty * _counts[token]) + sampling.PresencePenalty;
        }
    }
}
