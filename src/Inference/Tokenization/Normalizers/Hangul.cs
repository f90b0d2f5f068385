using System.Text;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>Korean syllables, which decompose and compose by arithmetic (Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TailCount;

    public static bool TryDecompose(Rune rune, List<Rune> parts)
    {
        int syllable = rune.Value - SyllableBase;
        if (syllable is < 0 or >= SyllableCount)
        {
            return false;
        }

        parts.Add(new Rune(LeadBase + (syllable / (VowelCount * TailCount))));
        parts.Add(new Rune(VowelBase + (syllable / TailCount % VowelCount)));
        if (syllable % TailCount > 0)
        {
            parts.Add(new Rune(TailBase + (syllable % TailCount)));
        }

        return true;
    }

    public static Rune? Compose(Rune first, Rune second)
    {
        int lead = first.Value - LeadBase;
        int vowel = second.Value - VowelBase;
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
        {
            return new Rune(SyllableBase + (((lead * VowelCount) + vowel) * TailCount));
        }

        int syllable = first.Value - SyllableBase;
        int tail = second.Value - TailBase;
        return syllable is >= 0 and < SyllableCount && syllable % TailCount == 0 && tail is > 0 and < TailCount
            ? new Rune(first.Value + tail)
            : null;
    }
}
