using System.Globalization;
using System.Text;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>Reads the tokens inside one tag.</summary>
internal sealed class TokenReader(SourceText source, List<Token> tokens, int start)
{
    private static readonly string[] Operators =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",",
    ];

    private readonly string text = source.Text;
    private readonly Stack<char> brackets = new();
    private int position = start;

    /// <summary>Inside brackets a tag's end is two ordinary characters: <c>{{ {'a': {}} }}</c>.</summary>
    public bool InBrackets => brackets.Count > 0;

    public int SkipWhiteSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    public void ReadNext()
    {
        var c = text[position];
        if (c is '"' or '\'')
        {
            ReadString(c);
        }
        else if (char.IsAsciiDigit(c))
        {
            ReadNumber();
        }
        else if (char.IsLetter(c) || c == '_')
        {
            Add(TokenKind.Name, EndOf(position, ch => char.IsLetterOrDigit(ch) || ch == '_'));
        }
        else
        {
            ReadOperator();
        }
    }

    private void Add(TokenKind kind, int end)
    {
        tokens.Add(new Token(kind, text[position..end], source.PositionOf(position)));
        position = end;
    }

    private int EndOf(int from, Func<char, bool> belongs)
    {
        while (from < text.Length && belongs(text[from]))
        {
            from++;
        }

        return from;
    }

    private void ReadNumber()
    {
        var afterDot = position > 0 && text[position - 1] == '.';
        var end = EndOf(position, IsDigit);
        var isFloat = false;
        if (!afterDot && end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end = EndOf(end + 1, IsDigit);
            isFloat = true;
        }

        var exponent = ExponentEnd(end);
        isFloat |= exponent > end;
        Add(isFloat ? TokenKind.Float : TokenKind.Integer, exponent);
    }

    private static bool IsDigit(char c) => char.IsAsciiDigit(c) || c == '_';

    private int ExponentEnd(int end)
    {
        if (end >= text.Length || text[end] is not ('e' or 'E'))
        {
            return end;
        }

        var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
        return digits < text.Length && char.IsAsciiDigit(text[digits]) ? EndOf(digits, IsDigit) : end;
    }

    private void ReadOperator()
    {
        var found = Array.Find(Operators, o => string.CompareOrdinal(text, position, o, 0, o.Length) == 0)
            ?? throw source.Error(position, $"unexpected character '{text[position]}'");
        Balance(found[0]);
        Add(TokenKind.Operator, position + found.Length);
    }

    private void Balance(char c)
    {
        if (c is '(' or '[' or '{')
        {
            brackets.Push(c switch { '(' => ')', '[' => ']', _ => '}' });
        }
        else if (c is ')' or ']' or '}' && (!brackets.TryPop(out var expected) || expected != c))
        {
            throw source.Error(position, expected == '\0' ? $"unexpected '{c}'" : $"unexpected '{c}', expected '{expected}'");
        }
    }

    private void ReadString(char quote)
    {
        var begin = position++;
        var value = new StringBuilder();
        while (position < text.Length && text[position] != quote)
        {
            if (text[position] == '\\' && position + 1 < text.Length)
            {
                ReadEscape(value);
            }
            else
            {
                value.Append(text[position++]);
            }
        }

        if (position++ >= text.Length)
        {
            throw source.Error(begin, "the string that begins here has no end");
        }

        tokens.Add(new Token(TokenKind.String, value.ToString(), source.PositionOf(begin)));
    }

    private void ReadEscape(StringBuilder value)
    {
        var c = text[position + 1];
        position += 2;
        switch (c)
        {
            case '\n': break;
            case 'x': AppendHex(value, 2); break;
            case 'u': AppendHex(value, 4); break;
            case 'U': AppendHex(value, 8); break;
            case >= '0' and <= '7': AppendOctal(value); break;
            default: AppendSimpleEscape(value, c); break;
        }
    }

    private static void AppendSimpleEscape(StringBuilder value, char c)
    {
        const string names = "\\'\"abfnrtv";
        const string meanings = "\\'\"\a\b\f\n\r\t\v";
        var index = names.IndexOf(c, StringComparison.Ordinal);
        // An escape Python does not know keeps its backslash.
        _ = index >= 0 ? value.Append(meanings[index]) : value.Append('\\').Append(c);
    }

    private void AppendHex(StringBuilder value, int digits)
    {
        var end = Math.Min(position + digits, text.Length);
        if (end - position < digits || !uint.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, null, out var code) || code > 0x10FFFF)
        {
            throw source.Error(position - 2, $"the escape that begins here needs {digits} hexadecimal digits of a character");
        }

        position = end;
        _ = code <= 0xFFFF ? value.Append((char)code) : value.Append(char.ConvertFromUtf32((int)code));
    }

    private void AppendOctal(StringBuilder value)
    {
        position--;
        var end = Math.Min(EndOf(position, c => c is >= '0' and <= '7'), position + 3);
        value.Append((char)Convert.ToInt32(text[position..end], 8));
        position = end;
    }
}
