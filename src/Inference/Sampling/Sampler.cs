using System.Numerics.Tensors;
using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Inference.Sampling;

/// <summary>
/// Draws a token from one row of logits, to which a bias has been added. Order of operations, as vLLM's users expect: repetition, frequency and presence
/// penalties, temperature, top-k, top-p, min-p, draw. One instance per loop thread; its buffers are reused for every row.
/// </summary>
internal sealed class Sampler(int vocabulary)
{
    private readonly LogitAdjustments _adjustments = new(vocabulary);
    private readonly float[] _probabilities = new float[vocabulary];
    private readonly float[] _candidateProbabilities = new float[vocabulary];
    private readonly int[] _candidates = new int[vocabulary];

    /// <summary>Draws token number <paramref name="index"/> of an answer.</summary>
    /// <param name="logits">One row, [vocabulary]; changed in place.</param>
    /// <param name="sampling">How to draw.</param>
    /// <param name="history">Prompt and answer so far.</param>
    /// <param name="promptLength">How many of them are prompt.</param>
    /// <param name="index">Number of the draw, from 0.</param>
    public int Draw(Span<float> logits, SamplingParameters sampling, ReadOnlySpan<int> history, int promptLength, int index)
    {
        _adjustments.Apply(logits, sampling, history, promptLength);
        if (sampling.Temperature <= 0)
        {
            return TensorPrimitives.IndexOfMax<float>(logits);
        }

        TensorPrimitives.Multiply(logits, 1 / sampling.Temperature, logits);
        TensorPrimitives.SoftMax(logits, _probabilities);
        double uniform = CounterRandom.Uniform(sampling.Seed, index);
        bool truncates = sampling.TopP < 1 || sampling.TopK > 0 || sampling.MinP > 0;
        return truncates ? DrawTruncated(sampling, uniform) : DrawFrom(_probabilities, uniform);
    }

    private int DrawTruncated(SamplingParameters sampling, double uniform)
    {
        int count = Truncation.Select(_probabilities, sampling, _candidates, _candidateProbabilities);
        return _candidates[DrawFrom(_candidateProbabilities.AsSpan(0, count), uniform)];
    }

    /// <summary>The first index at which the running sum passes uniform * total.</summary>
    private static int DrawFrom(ReadOnlySpan<float> weights, double uniform)
    {
        double target = uniform * TensorPrimitives.Sum(weights);
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            last = weights[i] > 0 ? i : last;
            if (sum > target)
            {
                return i;
            }
        }

        return last;
    }
}
