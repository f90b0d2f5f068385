using InferenceGateway.Contracts;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>Rewrites the text between added tokens before it is cut into pieces.</summary>
internal interface INormalizer
{
    /// <summary>The rewritten text; the same instance when nothing changed.</summary>
    string Normalize(string text);
}

/// <summary>Several normalizers, one after the other, with a bound on how far a text may grow.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> steps) : INormalizer
{
    public string Normalize(string text)
    {
        foreach (INormalizer step in steps)
        {
            text = step.Normalize(text);
            if (text.Length > Limits.TokenizerNormalizedCharsMax)
            {
                throw new InvalidOperationException(
                    $"The tokenizer's normalizer makes a text of {text.Length} characters; at most {Limits.TokenizerNormalizedCharsMax} are encoded.");
            }
        }

        return text;
    }
}
