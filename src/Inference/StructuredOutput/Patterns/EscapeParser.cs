using System.Text;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>What a backslash and the next characters mean.</summary>
internal static class EscapeParser
{
    public static CodePoints Read(PatternReader reader, bool isInClass)
    {
        Rune name = reader.Read();
        return name.Value switch
        {
            'd' => CodePoints.Digits,
            'D' => CodePoints.Digits.Complement(),
            'w' => CodePoints.WordParts,
            'W' => CodePoints.WordParts.Complement(),
            's' => CodePoints.Blanks,
            'S' => CodePoints.Blanks.Complement(),
            't' => One('\t'),
            'n' => One('\n'),
            'r' => One('\r'),
            'f' => One('\f'),
            'v' => One('\v'),
            'b' when isInClass => One('\b'),
            'x' => One(reader.ReadHex(2)),
            'u' => ReadUnicode(reader),
            _ when Rune.IsLetterOrDigit(name) => throw reader.Refused($"has the escape '\\{name}', which is not supported"),
            _ => One(name.Value),
        };
    }

    private static CodePoints ReadUnicode(PatternReader reader)
    {
        int value = reader.ReadHex(4);
        if (char.IsHighSurrogate((char)value) && reader.TryRead('\\') && reader.TryRead('u'))
        {
            int low = reader.ReadHex(4);
            value = char.IsLowSurrogate((char)low) ? char.ConvertToUtf32((char)value, (char)low) : value;
        }

        return Rune.IsValid(value) ? One(value) : throw reader.Refused("holds half of a surrogate pair");
    }

    private static CodePoints One(int value) => CodePoints.Of((value, value));
}
