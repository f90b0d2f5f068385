using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace InferenceGateway.Inference.Execution;

/// <summary>Computes tokens in one Run and answers the logits after the last.</summary>
internal delegate Span<float> ComputeTokens(int past, ReadOnlySpan<int> tokens);

/// <summary>
/// Finds out whether a graph computes several tokens in one Run as it computes them one by one. Exports that were traced with a single token have no
/// causal mask among several, and nothing in their inputs or outputs shows it. The answer is had before the first request.
/// </summary>
internal sealed class ChunkProbe(ComputeTokens compute, int vocabulary)
{
    /// <summary>Most tokens of a Run that is tried.</summary>
    public const int Tokens = 6;

    /// <summary>A missing mask moves logits by a good part of their range, rounding in float16 by a thousandth.</summary>
    private const float Tolerance = 0.01f;

    private readonly int[] _tokens = [.. Enumerable.Range(1, Tokens).Select(i => i * (vocabulary - 1) / Tokens)];

    /// <summary>Whether a prompt may begin with a chunk of several tokens.</summary>
    public bool ChunksWithoutPast() => Agrees(chunkFrom: 0);

    /// <summary>Whether several tokens may follow a past in one Run.</summary>
    public bool ChunksWithPast() => Agrees(chunkFrom: 2);

    private bool Agrees(int chunkFrom)
    {
        float[] expected = OneByOne(_tokens.Length).ToArray();
        OneByOne(chunkFrom);
        try
        {
            Span<float> logits = compute(chunkFrom, _tokens.AsSpan(chunkFrom));
            float range = TensorPrimitives.Max<float>(expected) - TensorPrimitives.Min<float>(expected);
            TensorPrimitives.Subtract(logits, expected, logits);
            return Math.Abs(TensorPrimitives.MaxMagnitude<float>(logits)) <= Tolerance * range;
        }
        catch (OnnxRuntimeException)
        {
            // It takes no more than one.
            return false;
        }
    }

    private Span<float> OneByOne(int count)
    {
        Span<float> logits = [];
        for (int past = 0; past < count; past++)
        {
            logits = compute(past, _tokens.AsSpan(past, 1));
        }

        return logits;
    }
}
