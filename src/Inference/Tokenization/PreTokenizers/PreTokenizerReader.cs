using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Inference.Tokenization.Json;
using InferenceGateway.Inference.Tokenization.Patterns;

namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>Reads <c>pre_tokenizer</c>.</summary>
internal sealed class PreTokenizerReader
{
    private const string Served = "Sequence, Split, ByteLevel, Metaspace, Digits, Punctuation, Whitespace, WhitespaceSplit, CharDelimiterSplit";

    /// <summary>How GPT-2 cuts text into words; a ByteLevel step means it unless it says otherwise.</summary>
    private const string WordsPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string WhitespacePattern = $@"[{Characters.WordClassWithJoiners}]+|[^{Characters.WordClassWithJoiners}\s]+";

    private readonly List<IPreTokenizer> _steps = [];

    /// <summary>Whether the last step spells the text as bytes.</summary>
    public bool IsByteLevel { get; private set; }

    public IPreTokenizer Read(JsonField field)
    {
        if (!field.IsAbsent)
        {
            ReadStep(field);
        }

        return _steps.Count == 1 ? _steps[0] : new PreTokenizerSequence(_steps);
    }

    private void ReadStep(JsonField step)
    {
        if (IsByteLevel)
        {
            throw step.Refused("stands after ByteLevel, which has to be the last step");
        }

        if (_steps.Count >= Limits.TokenizerStepsMax)
        {
            throw step.Refused($"is one step too many; at most {Limits.TokenizerStepsMax} are read");
        }

        switch (step["type"].Text())
        {
            case "Sequence":
                foreach (JsonField inner in step["pretokenizers"].Items(Limits.TokenizerStepsMax))
                {
                    ReadStep(inner);
                }

                break;
            case "ByteLevel":
                ReadByteLevel(step);
                break;
            default:
                _steps.Add(ReadSplitter(step));
                break;
        }
    }

    private void ReadByteLevel(JsonField step)
    {
        if (step["add_prefix_space"].Flag(absent: true))
        {
            _steps.Add(new PrefixSpace());
        }

        if (step["use_regex"].Flag(absent: true))
        {
            _steps.Add(new PatternSplitter(new TextPattern(WordsPattern), SplitBehavior.Isolated, invert: false));
        }

        IsByteLevel = true;
    }

    private static IPreTokenizer ReadSplitter(JsonField step) => step["type"].Text() switch
    {
        "Split" => ReadSplit(step),
        "Metaspace" => ReadMetaspace(step),
        "Digits" => new CharacterSplitter(
            Characters.IsNumeric,
            step["individual_digits"].Flag(absent: false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
        "Punctuation" => new CharacterSplitter(
            Characters.IsPunctuation,
            step["behavior"].IsAbsent ? SplitBehavior.Isolated : ReadBehavior(step["behavior"])),
        "Whitespace" => new PatternSplitter(new TextPattern(WhitespacePattern), SplitBehavior.Removed, invert: true),
        "WhitespaceSplit" => new CharacterSplitter(Rune.IsWhiteSpace, SplitBehavior.Removed),
        "CharDelimiterSplit" => new LiteralSplitter(ReadLiteral(step["delimiter"]), SplitBehavior.Removed, invert: false),
        _ => throw step["type"].NotServed(Served),
    };

    private static IPreTokenizer ReadSplit(JsonField step)
    {
        JsonField pattern = step["pattern"];
        SplitBehavior behavior = ReadBehavior(step["behavior"]);
        bool invert = step["invert"].Flag(absent: false);
        return pattern["String"].IsAbsent
            ? new PatternSplitter(PatternReader.Read(pattern), behavior, invert)
            : new LiteralSplitter(ReadLiteral(pattern["String"]), behavior, invert);
    }

    private static SplitBehavior ReadBehavior(JsonField behavior) =>
        Enum.TryParse(behavior.Text(), out SplitBehavior read) && Enum.IsDefined(read) && char.IsAsciiLetter(behavior.Text()[0])
            ? read
            : throw behavior.NotServed(string.Join(", ", Enum.GetNames<SplitBehavior>()));

    private static string ReadLiteral(JsonField literal) =>
        literal.Text() is { Length: > 0 } text ? text : throw literal.Refused("should not be empty");

    private static MetaspacePreTokenizer ReadMetaspace(JsonField step)
    {
        PrependScheme prepend = MetaspaceReader.ReadPrepend(step);
        return new MetaspacePreTokenizer(ReadLiteral(step["replacement"]), prepend, step["split"].Flag(absent: true));
    }
}

/// <summary>Reads what the pre-tokenizer and the decoder of type Metaspace have in common.</summary>
internal static class MetaspaceReader
{
    /// <summary>Reads <c>prepend_scheme</c>, or <c>add_prefix_space</c> in files older than that.</summary>
    public static PrependScheme ReadPrepend(JsonField step) => step["prepend_scheme"].TextOrNull() switch
    {
        null => step["add_prefix_space"].Flag(absent: true) ? PrependScheme.Always : PrependScheme.Never,
        "always" => PrependScheme.Always,
        "first" => PrependScheme.First,
        "never" => PrependScheme.Never,
        _ => throw step["prepend_scheme"].NotServed("always, first, never"),
    };
}
