namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>A set of characters as sorted ranges, both ends included.</summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;

    private CodePoints(List<(int Low, int High)> ranges) => Ranges = ranges;

    public static CodePoints None { get; } = new([]);

    public static CodePoints All { get; } = None.Complement();

    public static CodePoints Digits { get; } = Of(('0', '9'));

    public static CodePoints WordParts { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    public static CodePoints Blanks { get; } = Of(
        ('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F),
        (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    /// <summary>What a dot matches: everything but line ends.</summary>
    public static CodePoints NoLineEnds { get; } = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)).Complement();

    public IReadOnlyList<(int Low, int High)> Ranges { get; }

    public static CodePoints Of(params ReadOnlySpan<(int Low, int High)> ranges) => Merge([.. ranges]);

    public CodePoints With(CodePoints other) => Merge([.. Ranges, .. other.Ranges]);

    public CodePoints Complement()
    {
        var gaps = new List<(int, int)>();
        int next = 0;
        foreach ((int low, int high) in Ranges)
        {
            if (low > next)
            {
                gaps.Add((next, low - 1));
            }

            next = high + 1;
        }

        if (next <= Last)
        {
            gaps.Add((next, Last));
        }

        return new CodePoints(gaps);
    }

    private static CodePoints Merge(List<(int Low, int High)> ranges)
    {
        ranges.Sort();
        var merged = new List<(int Low, int High)>();
        foreach ((int low, int high) in ranges)
        {
            if (merged.Count > 0 && low <= merged[^1].High + 1)
            {
                merged[^1] = (merged[^1].Low, Math.Max(merged[^1].High, high));
            }
            else
            {
                merged.Add((low, high));
            }
        }

        return new CodePoints(merged);
    }
}
