using System.Globalization;
using System.Text;
using InferenceGateway.Inference.Tokenization.Patterns;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>Puts a string in front of a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}

/// <summary>Replaces a string wherever it stands.</summary>
internal sealed class ReplaceNormalizer(string literal, string replacement) : INormalizer
{
    public string Normalize(string text)
    {
        long growth = replacement.Length - literal.Length;
        NormalizedLength.Check(text.Length + (growth * text.AsSpan().Count(literal)));
        return text.Replace(literal, replacement, StringComparison.Ordinal);
    }
}

/// <summary>Replaces every match of a pattern by a fixed string.</summary>
internal sealed class ReplacePatternNormalizer(TextPattern pattern, string replacement) : INormalizer
{
    public string Normalize(string text)
    {
        List<(int Start, int End)> matches = pattern.Matches(text);
        if (matches.Count == 0)
        {
            return text;
        }

        NormalizedLength.Check(text.Length + ((long)replacement.Length * matches.Count));
        var written = new StringBuilder(text.Length);
        int at = 0;
        foreach ((int start, int end) in matches)
        {
            written.Append(text, at, start - at).Append(replacement);
            at = end;
        }

        return written.Append(text, at, text.Length - at).ToString();
    }
}

/// <summary>Removes white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    public string Normalize(string text)
    {
        string start = left ? text.TrimStart() : text;
        return right ? start.TrimEnd() : start;
    }
}

/// <summary>Removes all marks: accents, once they are split from their letters, and vowel signs too.</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    public string Normalize(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not
                (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
            {
                written.Append(rune);
            }
        }

        return written.Length == text.Length ? text : written.ToString();
    }
}

/// <summary>Turns letters into small ones.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    private const string CapitalIWithDot = "\u0130";

    /// <summary>One letter becomes two when it is made small: the runtime maps single letters only.</summary>
    public string Normalize(string text) =>
        text.Replace(CapitalIWithDot, "i\u0307", StringComparison.Ordinal).ToLowerInvariant();
}
