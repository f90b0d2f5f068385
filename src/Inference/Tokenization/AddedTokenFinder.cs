using System.Buffers;
using System.Collections.Frozen;
using InferenceGateway.Inference.Tokenization.PreTokenizers;

namespace InferenceGateway.Inference.Tokenization;

/// <summary>A stretch of a text: an added token, or ordinary text between such tokens.</summary>
internal readonly record struct Section(int Start, int End, AddedToken? Token);

/// <summary>Finds added tokens in a text: the leftmost first, and of those that start together the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly SearchValues<string> _starts;
    private readonly FrozenDictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly FrozenDictionary<char, int[]> _lengths;

    /// <param name="tokens">The tokens, each with the text to look for.</param>
    public AddedTokenFinder(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        var found = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach ((string text, AddedToken token) in tokens)
        {
            found[text] = token;
        }

        _tokens = found.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _starts = SearchValues.Create([.. found.Keys], StringComparison.Ordinal);
        _lengths = found.Keys.GroupBy(text => text[0]).ToFrozenDictionary(
            group => group.Key, group => group.Select(text => text.Length).Distinct().OrderDescending().ToArray());
    }

    /// <summary>Cuts a text into sections that cover it in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mayBeSpecial">Whether a special token may be read at (start, length).</param>
    /// <param name="sections">Receives the sections.</param>
    public void Split(string text, Func<int, int, bool> mayBeSpecial, List<Section> sections)
    {
        int covered = 0;
        int at = 0;
        while (_lengths.Count > 0 && Next(text, at) is (int start, int length, { } token))
        {
            int end = at = start + length;
            if ((token.IsSpecial && !mayBeSpecial(start, length)) || (token.IsWord && !StandsAlone(text, start, end)))
            {
                continue;
            }

            start = token.TakesLeft ? Math.Max(covered, text.AsSpan(0, start).TrimEnd().Length) : start;
            end = token.TakesRight ? text.Length - text.AsSpan(end).TrimStart().Length : end;
            AddText(covered, start, sections);
            sections.Add(new Section(start, end, token));
            covered = at = end;
        }

        AddText(covered, text.Length, sections);
    }

    private static void AddText(int start, int end, List<Section> sections)
    {
        if (start < end)
        {
            sections.Add(new Section(start, end, null));
        }
    }

    private static bool StandsAlone(string text, int start, int end) =>
        !Characters.EndsWithWord(text.AsSpan(0, start)) && !Characters.StartsWithWord(text.AsSpan(end));

    private (int Start, int Length, AddedToken Token)? Next(string text, int from)
    {
        int start = text.AsSpan(from).IndexOfAny(_starts);
        if (start < 0)
        {
            return null;
        }

        start += from;
        foreach (int length in _lengths[text[start]])
        {
            if (length <= text.Length - start && _tokens.TryGetValue(text.AsSpan(start, length), out AddedToken? token))
            {
                return (start, length, token);
            }
        }

        return null;
    }
}
