using System.Runtime.InteropServices;
using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Inference.Sampling;

/// <summary>Bias and penalties on one row of logits.</summary>
internal static class LogitAdjustments
{
    public static void Apply(Span<float> logits, SamplingParameters sampling, ReadOnlySpan<int> history, int promptLength)
    {
        if (sampling.LogitBias is { Count: > 0 } bias)
        {
            foreach ((int token, float value) in bias)
            {
                logits[token] += value;
            }
        }

        if (sampling.RepetitionPenalty != 1)
        {
            Repetition(logits, sampling.RepetitionPenalty, history);
        }

        if (sampling.FrequencyPenalty != 0 || sampling.PresencePenalty != 0)
        {
            Frequency(logits, sampling, history[promptLength..]);
        }
    }

    private static void Repetition(Span<float> logits, float penalty, ReadOnlySpan<int> history)
    {
        HashSet<int> seen = new(history.Length);
        foreach (int token in history)
        {
            if (seen.Add(token))
            {
                logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty;
            }
        }
    }

    private static void Frequency(Span<float> logits, SamplingParameters sampling, ReadOnlySpan<int> answer)
    {
        Dictionary<int, int> counts = new(answer.Length);
        foreach (int token in answer)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _)++;
        }

        foreach ((int token, int count) in counts)
        {
            logits[token] -= (sampling.FrequencyPenalty * count) + sampling.PresencePenalty;
        }
    }
}
