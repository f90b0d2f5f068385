using System.Numerics.Tensors;
using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Inference.Sampling;

/// <summary>
/// Top-k, top-p and min-p over one row of probabilities. Sorting a whole vocabulary would cost more than the model's step for a
/// small model, so only tokens above a falling cut are gathered, until they hold enough count and mass to contain the answer.
/// </summary>
internal static class Truncation
{
    private const float CutStep = 1f / 16;

    /// <summary>
    /// Writes the kept tokens, most likely first (ties by id), and their probabilities.
    /// </summary>
    /// <returns>How many were kept; at least one.</returns>
    public static int Select(ReadOnlySpan<float> probabilities, SamplingParameters sampling, Span<int> tokens, Span<float> kept)
    {
        float most = TensorPrimitives.Max(probabilities);
        int needed = sampling.TopK > 0 ? Math.Min(sampling.TopK, probabilities.Length) : probabilities.Length;
        int count = 0;
        for (float cut = most * CutStep; ; cut *= CutStep)
        {
            count = Gather(probabilities, cut, tokens, kept, out double mass);
            bool holdsTopP = sampling.TopP < 1 && mass >= sampling.TopP;
            bool holdsMinP = sampling.MinP > 0 && cut <= most * sampling.MinP;
            if (count >= needed || holdsTopP || holdsMinP || cut <= float.Epsilon)
            {
                break;
            }
        }

        SortDescending(tokens[..count], kept[..count]);
        return Cut(kept[..count], sampling, most, needed);
    }

    private static int Gather(ReadOnlySpan<float> probabilities, float cut, Span<int> tokens, Span<float> kept, out double mass)
    {
        int count = 0;
        mass = 0;
        for (int token = 0; token < probabilities.Length; token++)
        {
            if (probabilities[token] >= cut)
            {
                tokens[count] = token;
                kept[count++] = probabilities[token];
                mass += probabilities[token];
            }
        }

        return count;
    }

    private static void SortDescending(Span<int> tokens, Span<float> kept)
    {
        // Keys sort ascending, so negate; an introspective sort is not stable, so equal keys are put in order of id afterwards.
        TensorPrimitives.Negate<float>(kept, kept);
        kept.Sort(tokens);
        TensorPrimitives.Negate<float>(kept, kept);
        for (int start = 0; start < kept.Length;)
        {
            int end = start + 1;
            while (end < kept.Length && kept[end] == kept[start])
            {
                end++;
            }

            tokens[start..end].Sort();
            start = end;
        }
    }

    private static int Cut(ReadOnlySpan<float> sorted, SamplingParameters sampling, float most, int needed)
    {
        float floor = most * sampling.MinP;
        double mass = 0;
        int count = 0;
        while (count < sorted.Length && count < needed && (count == 0 || (mass < sampling.TopP && sorted[count] >= floor)))
        {
            mass += sorted[count++];
        }

        return count;
    }
}
