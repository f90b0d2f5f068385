using System.Globalization;
using System.Text;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>
/// Reads the regular part of ECMAScript's patterns: characters, classes, groups, alternatives and counts, with anchors at the
/// ends. All else (looking around, referring back, word boundaries, properties of characters) is refused.
/// </summary>
internal sealed class PatternParser(string pattern, string path)
{
    private const int GroupsMax = 50;
    private const int CountMax = 10_000;
    private readonly PatternReader _reader = new(pattern, path);
    private int _depth;

    /// <summary>Reads all of a pattern. Where it is not anchored, anything may stand.</summary>
    public PatternNode Parse()
    {
        var choices = new List<PatternNode>();
        do
        {
            choices.Add(ReadTop());
        }
        while (_reader.TryRead('|'));
        return _reader.IsAtEnd ? new ChoiceNode(choices)
            : _reader.IsAt(')') ? throw _reader.Refused("has a ')' without its '('")
            : throw _reader.Refused("has the anchor '$' elsewhere than at its ends");
    }

    private static RepetitionNode Anything() => new(new CharacterNode(CodePoints.All), 0, null);

    private SequenceNode ReadTop()
    {
        PatternNode[] before = _reader.TryRead('^') ? [] : [Anything()];
        SequenceNode inside = ReadSequence();
        PatternNode[] after = _reader.TryRead('$') ? [] : [Anything()];
        return new SequenceNode([.. before, inside, .. after]);
    }

    private ChoiceNode ReadChoice()
    {
        var choices = new List<PatternNode>();
        do
        {
            choices.Add(ReadSequence());
        }
        while (_reader.TryRead('|'));
        return new ChoiceNode(choices);
    }

    private SequenceNode ReadSequence()
    {
        var parts = new List<PatternNode>();
        while (!_reader.IsAtEnd && !_reader.IsAt('|') && !_reader.IsAt(')') && !IsAtFinalAnchor())
        {
            parts.Add(ReadCounted());
        }

        return new SequenceNode(parts);
    }

    private bool IsAtFinalAnchor() => _depth == 0 && _reader.IsAt('$');

    private PatternNode ReadCounted()
    {
        PatternNode part = ReadPart();
        while (TryReadCount(out int least, out int? most))
        {
            part = new RepetitionNode(part, least, most);
        }

        return part;
    }

    private PatternNode ReadPart()
    {
        Rune next = _reader.Read();
        switch (next.Value)
        {
            case '(':
                return ReadGroup();
            case '[':
                return new CharacterNode(new ClassParser(_reader).Parse());
            case '.':
                return new CharacterNode(CodePoints.NoLineEnds);
            case '\\':
                return new CharacterNode(EscapeParser.Read(_reader, isInClass: false));
            case '*' or '+' or '?' or '{':
                throw _reader.Refused($"has a '{next}' with nothing to repeat");
            case '^' or '$':
                throw _reader.Refused($"has the anchor '{next}' elsewhere than at its ends");
            default:
                return new CharacterNode(CodePoints.Of((next.Value, next.Value)));
        }
    }

    private ChoiceNode ReadGroup()
    {
        if (++_depth > GroupsMax)
        {
            throw _reader.Refused($"nests groups deeper than {GroupsMax}");
        }

        if (_reader.TryRead('?') && !_reader.TryRead(':'))
        {
            throw _reader.Refused("has a group that begins with '(?'; only '(?:' is supported");
        }

        ChoiceNode inside = ReadChoice();
        _depth--;
        return _reader.TryRead(')') ? inside : throw _reader.Refused("has a '(' without its ')'");
    }

    /// <summary>Reads a count; a question mark after it changes which match is preferred, not what matches.</summary>
    private bool TryReadCount(out int least, out int? most)
    {
        (least, most) = (0, null);
        if (_reader.TryRead('+'))
        {
            least = 1;
        }
        else if (_reader.TryRead('?'))
        {
            most = 1;
        }
        else if (_reader.TryRead('{'))
        {
            (least, most) = ReadBraces();
        }
        else if (!_reader.TryRead('*'))
        {
            return false;
        }

        _reader.TryRead('?');
        return true;
    }

    private (int Least, int? Most) ReadBraces()
    {
        int least = ReadNumber();
        int? most = least;
        if (_reader.TryRead(','))
        {
            most = _reader.IsAt('}') ? null : ReadNumber();
        }

        return _reader.TryRead('}') && !(most < least)
            ? (least, most)
            : throw _reader.Refused("has a '{' that is no count like {2}, {2,} or {2,5}");
    }

    private int ReadNumber()
    {
        string digits = _reader.ReadDigits();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= CountMax
            ? value
            : throw _reader.Refused($"has a '{{' without a count of at most {CountMax}");
    }
}
