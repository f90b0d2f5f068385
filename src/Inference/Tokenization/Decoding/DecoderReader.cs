using System.Globalization;
using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;
using InferenceGateway.Inference.Tokenization.PreTokenizers;

namespace InferenceGateway.Inference.Tokenization.Decoding;

/// <summary>
/// Reads <c>decoder</c>. All decoders served give each token bytes of its own, whatever its neighbours are;
/// that is what lets a text be streamed token by token.
/// </summary>
internal sealed class DecoderReader
{
    private const string Served = "ByteLevel, Metaspace, Sequence, Replace, ByteFallback, Fuse, Strip";

    private readonly List<Func<string, string>> _replacements = [];
    private LeadingRule _leading = LeadingRule.Nothing;
    private bool _isByteLevel;
    private bool _hasByteTokens;
    private bool _isFused;

    public TokenTable Read(JsonField decoder, Vocabulary vocabulary)
    {
        ReadStep(decoder);
        return new TokenTable(vocabulary, Bytes, _leading);
    }

    private void ReadStep(JsonField step)
    {
        string type = step["type"].IsAbsent ? throw step.NotServed(Served) : step["type"].Text();
        if (_isByteLevel || (_isFused && type is not ("Strip" or "Fuse")))
        {
            throw step.Refused("stands after the step that joins the tokens");
        }

        switch (type)
        {
            case "Sequence":
                ReadSequence(step);
                break;
            case "ByteLevel":
                _isByteLevel = true;
                break;
            case "Metaspace":
                ReadMetaspace(step);
                break;
            case "Replace":
                ReadReplace(step);
                break;
            case "ByteFallback":
                _hasByteTokens = true;
                break;
            case "Fuse":
                _isFused = true;
                break;
            case "Strip":
                ReadStrip(step);
                break;
            default:
                throw step["type"].NotServed(Served);
        }
    }

    private void ReadSequence(JsonField step)
    {
        foreach (JsonField inner in step["decoders"].Items(Limits.TokenizerStepsMax))
        {
            ReadStep(inner);
        }
    }

    private void ReadMetaspace(JsonField step)
    {
        string sign = step["replacement"].Text();
        if (_hasByteTokens || _replacements.Count > 0 || sign.Length == 0)
        {
            throw step.Refused("should be the only step and have a replacement");
        }

        _replacements.Add(token => token.Replace(sign, " ", StringComparison.Ordinal));
        _leading = MetaspaceReader.ReadPrepend(step) == PrependScheme.Never ? LeadingRule.Nothing : new LeadingRule(0, sign);
        _isFused = true;
    }

    private void ReadReplace(JsonField step)
    {
        string literal = step["pattern"]["String"].Text();
        string replacement = step["content"].Text();
        if (_hasByteTokens || literal.Length == 0)
        {
            throw step.Refused("should replace a string, before the step ByteFallback");
        }

        _replacements.Add(token => token.Replace(literal, replacement, StringComparison.Ordinal));
    }

    private void ReadStrip(JsonField step)
    {
        if (!_isFused || step["content"].Text() != " " || step["stop"].Number(0, int.MaxValue) != 0)
        {
            throw step.Refused("should strip spaces, at the start only, after the step Fuse");
        }

        _leading = _leading with { SpacesToStrip = step["start"].Number(0, Limits.TokenizerTokenCharsMax) };
    }

    private byte[] Bytes(string token)
    {
        if (_isByteLevel)
        {
            return ByteLetters.Spelled(token) ?? Encoding.UTF8.GetBytes(token);
        }

        foreach (Func<string, string> replace in _replacements)
        {
            token = replace(token);
        }

        return _hasByteTokens && ByteToken(token) is byte value ? [value] : Encoding.UTF8.GetBytes(token);
    }

    private static byte? ByteToken(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
            ? value
            : null;
}
