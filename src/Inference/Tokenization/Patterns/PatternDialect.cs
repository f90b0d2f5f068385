using System.Text;
using InferenceGateway.Inference.Tokenization.PreTokenizers;

namespace InferenceGateway.Inference.Tokenization.Patterns;

/// <summary>
/// Rewrites a pattern from the dialect of tokenizer files (Oniguruma's) to the runtime's. What the runtime
/// would read differently without complaint is refused here; what it does not know, it refuses itself.
/// </summary>
internal static class PatternDialect
{
    /// <exception cref="ArgumentException">The pattern has a construct that means something else to the runtime.</exception>
    public static string Translate(string pattern)
    {
        var written = new StringBuilder(pattern.Length + 16);
        int classStart = -1;
        for (int at = 0; at < pattern.Length; at++)
        {
            char c = pattern[at];
            if (c == '\\')
            {
                written.Append(Escape(pattern, ++at, inClass: classStart >= 0));
                continue;
            }

            RefuseMisread(pattern, at, inClass: classStart >= 0);
            classStart = c switch { '[' => at, ']' => -1, _ => classStart };
            written.Append(c);
        }

        return written.ToString();
    }

    private static void RefuseMisread(string pattern, int at, bool inClass)
    {
        ReadOnlySpan<char> rest = pattern.AsSpan(at);
        if (char.IsSurrogate(rest[0]))
        {
            throw new ArgumentException($"the character beyond U+FFFF at {at} is not supported");
        }

        if (inClass ? rest[0] == '[' || rest.StartsWith("&&") : rest.StartsWith("[]") || rest.StartsWith("[^]"))
        {
            throw new ArgumentException($"the character class at {at} is not supported");
        }

        if (!inClass && rest.Length > 2 && rest.StartsWith("(?") && rest[2] is 'm' or 's' or 'x' or 'n')
        {
            throw new ArgumentException($"the option at {at} is not supported");
        }
    }

    private static string Escape(string pattern, int at, bool inClass)
    {
        char letter = at < pattern.Length ? pattern[at] : throw new ArgumentException("a lone backslash ends it");
        return letter switch
        {
            'w' => inClass ? Characters.WordClass : $"[{Characters.WordClass}]",
            'W' when !inClass => $"[^{Characters.WordClass}]",
            'W' or 'b' or 'B' or 'h' or 'H' or 'G' or 'Z' => throw new ArgumentException($"the escape \\{letter} at {at} is not supported"),
            _ => $"\\{letter}",
        };
    }
}
