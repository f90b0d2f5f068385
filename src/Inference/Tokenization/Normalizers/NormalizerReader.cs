using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;
using InferenceGateway.Inference.Tokenization.Patterns;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>Reads <c>normalizer</c>.</summary>
internal sealed class NormalizerReader
{
    private const string Served = "Sequence, NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Prepend, Replace";

    private readonly List<INormalizer> _steps = [];

    public INormalizer Read(JsonField field)
    {
        if (!field.IsAbsent)
        {
            ReadStep(field);
        }

        return new NormalizerSequence(_steps);
    }

    private void ReadStep(JsonField step)
    {
        if (_steps.Count >= Limits.TokenizerStepsMax)
        {
            throw step.Refused($"is one step too many; at most {Limits.TokenizerStepsMax} are read");
        }

        if (step["type"].Text() != "Sequence")
        {
            _steps.Add(ReadOne(step));
            return;
        }

        foreach (JsonField inner in step["normalizers"].Items(Limits.TokenizerStepsMax))
        {
            ReadStep(inner);
        }
    }

    private static INormalizer ReadOne(JsonField step) => step["type"].Text() switch
    {
        "NFC" => new UnicodeNormalizer(compose: true, compatible: false),
        "NFD" => new UnicodeNormalizer(compose: false, compatible: false),
        "NFKC" => new UnicodeNormalizer(compose: true, compatible: true),
        "NFKD" => new UnicodeNormalizer(compose: false, compatible: true),
        "Lowercase" => new LowercaseNormalizer(),
        "Strip" => new StripNormalizer(step["strip_left"].Flag(absent: false), step["strip_right"].Flag(absent: false)),
        "StripAccents" => new StripAccentsNormalizer(),
        "Prepend" => new PrependNormalizer(step["prepend"].Text()),
        "Replace" => ReadReplace(step),
        _ => throw step["type"].NotServed(Served),
    };

    private static INormalizer ReadReplace(JsonField step)
    {
        string replacement = step["content"].Text();
        JsonField literal = step["pattern"]["String"];
        if (literal.IsAbsent)
        {
            return new ReplacePatternNormalizer(PatternReader.Read(step["pattern"]), replacement);
        }

        return literal.Text() is { Length: > 0 } text
            ? new ReplaceNormalizer(text, replacement)
            : throw literal.Refused("should not be empty");
    }
}
