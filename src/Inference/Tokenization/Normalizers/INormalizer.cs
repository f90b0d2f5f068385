using InferenceGateway.Contracts;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>Rewrites the text between added tokens before it is cut into pieces.</summary>
internal interface INormalizer
{
    /// <summary>The rewritten text; the same instance when nothing changed.</summary>
    string Normalize(string text);
}

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public string Normalize(string text) => steps.Aggregate(text, (current, step) => step.Normalize(current));
}

/// <summary>The bound on how far a text may grow, checked before it does.</summary>
internal static class NormalizedLength
{
    public static void Check(long chars)
    {
        if (chars > Limits.TokenizerNormalizedCharsMax)
        {
            throw new InvalidOperationException(
                $"The tokenizer's normalizer makes a text of {chars} characters; at most {Limits.TokenizerNormalizedCharsMax} are encoded.");
        }
    }
}
