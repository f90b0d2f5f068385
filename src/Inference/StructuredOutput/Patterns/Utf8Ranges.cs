using System.Text;
using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>Ranges of characters as ranges of UTF-8 bytes.</summary>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF];

    /// <summary>Adds the characters from <paramref name="low"/> to <paramref name="high"/>, none of them a surrogate.</summary>
    public static void Add(AutomatonBuilder builder, int from, int low, int high, int to)
    {
        if (Cut(low, high) is { } cut)
        {
            Add(builder, from, low, cut, to);
            Add(builder, from, cut + 1, high, to);
            return;
        }

        Span<byte> first = stackalloc byte[4];
        Span<byte> last = stackalloc byte[4];
        int length = new Rune(low).EncodeToUtf8(first);
        _ = new Rune(high).EncodeToUtf8(last);
        for (int i = 0; i < length - 1; i++)
        {
            from = builder.Bytes(from, first[i], last[i]);
        }

        builder.Bytes(from, first[length - 1], last[length - 1], to);
    }

    /// <summary>
    /// Where to cut a range so that each byte of the parts runs through a range of its own: between lengths, and where a leading
    /// part changes while the rest is not full. Null when no cut is needed.
    /// </summary>
    private static int? Cut(int low, int high)
    {
        foreach (int last in LastOfLength)
        {
            if (low <= last && last < high)
            {
                return last;
            }
        }

        for (int bits = 6; high > 0x7F && bits <= 18; bits += 6)
        {
            int rest = (1 << bits) - 1;
            if ((low & ~rest) != (high & ~rest))
            {
                if ((low & rest) != 0)
                {
                    return low | rest;
                }

                if ((high & rest) != rest)
                {
                    return (high & ~rest) - 1;
                }
            }
        }

        return null;
    }
}
