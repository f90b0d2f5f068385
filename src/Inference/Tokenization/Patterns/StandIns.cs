using System.Globalization;
using System.Text;

namespace InferenceGateway.Inference.Tokenization.Patterns;

/// <summary>Characters up to U+FFFF that patterns cannot tell from the larger ones for which they stand.</summary>
internal static class StandIns
{
    private static readonly char[] ByCategory = Make();

    /// <summary>A copy with one UTF-16 unit for each character, and for each place in it (and its end) the place in the text.</summary>
    public static (char[] Copy, int[] Places) Copy(ReadOnlySpan<char> text)
    {
        var copy = new List<char>(text.Length);
        var places = new List<int>(text.Length + 1);
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            copy.Add(rune.IsBmp ? (char)rune.Value : ByCategory[(int)Rune.GetUnicodeCategory(rune)]);
            places.Add(at);
            at += rune.Utf16SequenceLength;
        }

        places.Add(at);
        return ([.. copy], [.. places]);
    }

    /// <summary>
    /// The last character of each category: far from the ranges that patterns name. Letters with case are taken
    /// without a partner in the other case, so that patterns which ignore case match nothing new.
    /// </summary>
    private static char[] Make()
    {
        var standIns = new char[(int)UnicodeCategory.OtherNotAssigned + 1];
        Array.Fill(standIns, '\uFFFD');
        for (int value = 0x100; value < 0xFFFE; value++)
        {
            char c = (char)value;
            if (!char.IsSurrogate(c) && char.ToLowerInvariant(c) == c && char.ToUpperInvariant(c) == c)
            {
                standIns[(int)char.GetUnicodeCategory(c)] = c;
            }
        }

        return standIns;
    }
}
