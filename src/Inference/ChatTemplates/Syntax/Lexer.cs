namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>
/// Splits a template into text and tags, with the whitespace rules chat templates are written for: the line end after a block tag
/// or comment goes (trim_blocks), blanks before one at the start of a line go (lstrip_blocks), a minus takes all white space on
/// its side, a plus keeps it.
/// </summary>
internal sealed class Lexer
{
    private readonly SourceText source;
    private readonly string text;
    private readonly List<Token> tokens = [];
    private int position;
    private bool atLineStart = true;

    private Lexer(SourceText source)
    {
        this.source = source;
        text = source.Text;
    }

    public static IReadOnlyList<Token> Tokenize(SourceText source)
    {
        var lexer = new Lexer(source);
        lexer.Run();
        return lexer.tokens;
    }

    private void Run()
    {
        while (position < text.Length)
        {
            var tag = FindTag(position);
            if (tag < 0)
            {
                AddData(position, text[position..]);
                position = text.Length;
            }
            else
            {
                ReadDataBefore(tag);
                ReadTag(tag);
            }
        }

        tokens.Add(new Token(TokenKind.End, "", source.PositionOf(text.Length)));
    }

    private int FindTag(int from)
    {
        for (var i = text.IndexOf('{', from); i >= 0 && i + 1 < text.Length; i = text.IndexOf('{', i + 1))
        {
            if (text[i + 1] is '{' or '%' or '#')
            {
                return i;
            }
        }

        return -1;
    }

    private void ReadDataBefore(int tag) =>
        AddData(position, StripBeforeTag(text[position..tag], SignAt(tag + 2), text[tag + 1] != '{'));

    private string StripBeforeTag(string data, char sign, bool stripsLine)
    {
        if (sign == '-')
        {
            return data.TrimEnd();
        }

        var lineStart = data.LastIndexOf('\n') + 1;
        var startsLine = lineStart > 0 || atLineStart;
        return stripsLine && sign != '+' && startsLine && string.IsNullOrWhiteSpace(data[lineStart..]) ? data[..lineStart] : data;
    }

    private char SignAt(int offset) => offset < text.Length && text[offset] is '-' or '+' ? text[offset] : '\0';

    private void AddData(int offset, string data)
    {
        if (data.Length > 0)
        {
            tokens.Add(new Token(TokenKind.Data, data, source.PositionOf(offset)));
        }
    }

    private void ReadTag(int tag)
    {
        position = tag + 2 + (SignAt(tag + 2) == '\0' ? 0 : 1);
        if (text[tag + 1] == '#')
        {
            SkipComment(tag);
        }
        else if (text[tag + 1] == '{')
        {
            ReadTokens(tag, TokenKind.OutputBegin, TokenKind.OutputEnd, '}');
        }
        else if (RawTagEnd(position, "raw") is { } rawEnd)
        {
            ReadRaw(tag, rawEnd);
        }
        else
        {
            ReadTokens(tag, TokenKind.BlockBegin, TokenKind.BlockEnd, '%');
        }
    }

    private void SkipComment(int tag)
    {
        var end = text.IndexOf("#}", position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw source.Error(tag, "the comment that begins here has no '#}'");
        }

        FinishTag(end + 2, end > position ? text[end - 1] : '\0', trimsLine: true);
    }

    /// <summary>Moves behind a tag's end and what its sign, or the rule for blocks, takes with it.</summary>
    private void FinishTag(int end, char sign, bool trimsLine)
    {
        var next = end;
        while (sign == '-' && next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        next += trimsLine && sign is not ('-' or '+') && next < text.Length && text[next] == '\n' ? 1 : 0;
        position = next;
        atLineStart = text[next - 1] == '\n';
    }

    /// <summary>Where a tag that holds only <paramref name="word"/> ends: the offset of its '%', or null if it is another tag.</summary>
    private int? RawTagEnd(int from, string word)
    {
        var start = SkipWhiteSpace(from);
        if (string.CompareOrdinal(text, start, word, 0, word.Length) != 0)
        {
            return null;
        }

        var end = SkipWhiteSpace(start + word.Length);
        end += SignAt(end) == '\0' ? 0 : 1;
        return string.CompareOrdinal(text, end, "%}", 0, 2) == 0 ? end : null;
    }

    private int SkipWhiteSpace(int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private void ReadRaw(int tag, int beginEnd)
    {
        FinishTag(beginEnd + 2, text[beginEnd - 1], trimsLine: false);
        for (var i = text.IndexOf("{%", position, StringComparison.Ordinal); i >= 0; i = text.IndexOf("{%", i + 2, StringComparison.Ordinal))
        {
            var sign = SignAt(i + 2);
            if (RawTagEnd(i + 2 + (sign == '\0' ? 0 : 1), "endraw") is { } end)
            {
                AddData(position, StripBeforeTag(text[position..i], sign, stripsLine: true));
                FinishTag(end + 2, text[end - 1], trimsLine: true);
                return;
            }
        }

        throw source.Error(tag, "the raw block that begins here has no 'endraw'");
    }

    private void ReadTokens(int tag, TokenKind begin, TokenKind end, char endChar)
    {
        tokens.Add(new Token(begin, text.Substring(tag, 2), source.PositionOf(tag)));
        var reader = new TokenReader(source, tokens, position);
        while (true)
        {
            var at = reader.SkipWhiteSpace();
            if (at >= text.Length)
            {
                throw source.Error(tag, $"the tag that begins here has no '{endChar}}}'");
            }

            var sign = text[at] == '-' || (text[at] == '+' && endChar == '%') ? text[at] : '\0';
            var close = sign == '\0' ? at : at + 1;
            if (!reader.InBrackets && close + 1 < text.Length && text[close] == endChar && text[close + 1] == '}')
            {
                tokens.Add(new Token(end, "", source.PositionOf(at)));
                FinishTag(close + 2, sign, trimsLine: endChar == '%');
                return;
            }

            reader.ReadNext();
        }
    }
}
