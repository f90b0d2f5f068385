using System.Diagnostics;
using System.Text.RegularExpressions;
using InferenceGateway.Contracts;

namespace InferenceGateway.Inference.Tokenization.Patterns;

/// <summary>
/// A pattern of a tokenizer's file, matched by whole characters and within a bounded time. The runtime's
/// engine sees UTF-16 units, for which a character beyond U+FFFF is two of no class; such a text is matched
/// through a copy in which one character of the same class stands for each of them.
/// </summary>
internal sealed class TextPattern
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMilliseconds(Limits.TokenizerPatternMilliseconds);

    private readonly Regex _regex;

    /// <exception cref="ArgumentException">The pattern is not one that the runtime can match the same way.</exception>
    public TextPattern(string pattern)
    {
        const RegexOptions Options = RegexOptions.Compiled | RegexOptions.CultureInvariant | RegexOptions.Multiline;
        _regex = new Regex(PatternDialect.Translate(pattern), Options, TimeMax);
    }

    /// <summary>The matches in order, as start and end in <paramref name="text"/>.</summary>
    /// <exception cref="TimeoutException">Searching took too long.</exception>
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var found = new List<(int Start, int End)>(text.Length / 4 + 1);
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            Search(text, found);
            return found;
        }

        (char[] copy, int[] places) = StandIns.Copy(text);
        Search(copy, found);
        for (int i = 0; i < found.Count; i++)
        {
            found[i] = (places[found[i].Start], places[found[i].End]);
        }

        return found;
    }

    private void Search(ReadOnlySpan<char> text, List<(int Start, int End)> found)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(text))
            {
                found.Add((match.Index, match.Index + match.Length));
                if ((found.Count & 0xFF) == 0 && Stopwatch.GetElapsedTime(started) > TimeMax)
                {
                    throw new RegexMatchTimeoutException();
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // The original exception carries the text, which may be a user's.
            throw new TimeoutException(
                $"The tokenizer's pattern '{_regex}' did not get through a text of {text.Length} characters within {TimeMax}.");
        }
    }
}
