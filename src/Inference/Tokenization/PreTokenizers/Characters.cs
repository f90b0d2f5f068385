using System.Globalization;
using System.Text;

namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>The classes of characters that tokenizer files speak of.</summary>
internal static class Characters
{
    /// <summary>
    /// What a word character is, as members of a pattern's class. The runtime's own <c>\w</c> lacks number
    /// letters, circled letters and enclosing marks.
    /// </summary>
    public const string WordClass = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9";

    /// <summary>The same with the joiners: two dialects are at work in the reference, and only one counts them.</summary>
    public const string WordClassWithJoiners = WordClass + @"\u200C\u200D";

    public static bool IsNumeric(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    public static bool IsPunctuation(Rune rune) => (rune.IsAscii && rune.Value is (>= 0x21 and <= 0x2F) or (>= 0x3A and <= 0x40) or (>= 0x5B and <= 0x60) or (>= 0x7B and <= 0x7E))
        || Rune.IsPunctuation(rune);

    /// <summary>A member of <see cref="WordClassWithJoiners"/>.</summary>
    public static bool IsWord(Rune rune) => rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9)
        || Rune.GetUnicodeCategory(rune) is not
            (UnicodeCategory.OtherNumber or >= UnicodeCategory.SpaceSeparator and <= UnicodeCategory.PrivateUse
            or >= UnicodeCategory.DashPunctuation);

    public static bool StartsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done && IsWord(rune);

    public static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out Rune rune, out _) == System.Buffers.OperationStatus.Done && IsWord(rune);
}
