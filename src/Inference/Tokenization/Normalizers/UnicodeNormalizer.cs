using System.Runtime.InteropServices;
using System.Text;

namespace InferenceGateway.Inference.Tokenization.Normalizers;

/// <summary>Unicode's normalization forms: NFC, NFD, NFKC and NFKD.</summary>
internal sealed class UnicodeNormalizer(bool compose, bool compatible) : INormalizer
{
    /// <summary>Below it, composed text is in form C as it is.</summary>
    private const char FirstThatComposes = '\u0300';

    private readonly UnicodeTables _tables = UnicodeTables.Instance;

    public string Normalize(string text)
    {
        char lastUnchanged = compose && !compatible ? (char)(FirstThatComposes - 1) : '\u007F';
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', lastUnchanged) < 0)
        {
            return text;
        }

        List<Rune> runes = Decompose(text);
        SortMarks(CollectionsMarshal.AsSpan(runes));
        if (compose)
        {
            Compose(runes);
        }

        var written = new StringBuilder(text.Length);
        runes.ForEach(rune => written.Append(rune));
        return written.ToString();
    }

    private List<Rune> Decompose(string text)
    {
        var runes = new List<Rune>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            ReadOnlySpan<Rune> parts = _tables.Decompose(rune, compatible);
            if (parts.Length > 0)
            {
                runes.AddRange(parts);
            }
            else if (!Hangul.TryDecompose(rune, runes))
            {
                runes.Add(rune);
            }
        }

        return runes;
    }

    /// <summary>Sorts each run of marks by class and leaves equals in order, whatever the run's length, in O(n log n).</summary>
    private void SortMarks(Span<Rune> runes)
    {
        for (int start = 0; start < runes.Length; start++)
        {
            int end = start;
            while (end < runes.Length && _tables.CombiningClass(runes[end]) > 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                SortRun(runes[start..end]);
            }

            start = end;
        }
    }

    private void SortRun(Span<Rune> marks)
    {
        Span<long> keys = marks.Length <= 64 ? stackalloc long[marks.Length] : new long[marks.Length];
        for (int i = 0; i < marks.Length; i++)
        {
            keys[i] = ((long)_tables.CombiningClass(marks[i]) << 32) | (uint)i;
        }

        keys.Sort(marks);
    }

    /// <summary>Joins each letter with the marks behind it that nothing blocks, in place.</summary>
    private void Compose(List<Rune> runes)
    {
        int letter = -1;
        int lastClass = 0;
        int kept = 0;
        foreach (Rune rune in CollectionsMarshal.AsSpan(runes))
        {
            int combining = _tables.CombiningClass(rune);
            bool isBlocked = letter < kept - 1 && lastClass >= combining;
            if (letter >= 0 && !isBlocked && ComposePair(runes[letter], rune) is { } composed)
            {
                runes[letter] = composed;
                continue;
            }

            runes[kept] = rune;
            letter = combining == 0 ? kept : letter;
            lastClass = combining;
            kept++;
        }

        runes.RemoveRange(kept, runes.Count - kept);
    }

    private Rune? ComposePair(Rune first, Rune second) => _tables.Compose(first, second) ?? Hangul.Compose(first, second);
}
