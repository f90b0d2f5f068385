using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace InferenceGateway.Contracts.Usage;

/// <summary>
/// Exact token counts at the end of a stream between worker and gateway: a last server-sent-events comment, which clients would
/// ignore, as HTTP/1.1 answers of the web server used here cannot carry trailers. Form:
/// <c>: inference-usage prompt=12 completion=34 cached=0</c>, then an empty line.
/// </summary>
public static class UsageComment
{
    /// <summary>How the line begins.</summary>
    public static ReadOnlySpan<byte> Prefix => ": inference-usage "u8;

    /// <summary>The line and the empty line after it.</summary>
    public static byte[] Format(TokenUsage usage) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $": inference-usage prompt={usage.PromptTokens} completion={usage.CompletionTokens} cached={usage.CachedTokens}\n\n"));

    /// <summary>Reads a line as <see cref="Format"/> writes it; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out TokenUsage usage)
    {
        usage = default;
        if (!line.StartsWith(Prefix))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line[Prefix.Length..];
        if (!TryTake(ref rest, "prompt="u8, out int prompt)
            || !TryTake(ref rest, " completion="u8, out int completion)
            || !TryTake(ref rest, " cached="u8, out int cached))
        {
            return false;
        }

        usage = new TokenUsage(prompt, completion, cached);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out int value)
    {
        value = 0;
        if (!text.StartsWith(name) || !Utf8Parser.TryParse(text[name.Length..], out value, out int consumed) || value < 0)
        {
            return false;
        }

        text = text[(name.Length + consumed)..];
        return true;
    }
}

/// <summary>Token counts of one request.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CompletionTokens">Tokens drawn, the one that ended the answer included.</param>
/// <param name="CachedTokens">Prompt tokens whose rows were not computed for this request.</param>
public readonly record struct TokenUsage(int PromptTokens, int CompletionTokens, int CachedTokens);
