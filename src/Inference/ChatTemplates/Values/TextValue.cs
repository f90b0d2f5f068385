namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>
/// A string that knows which of its characters came with the request. Every text operation copies through <see cref="TextBuilder"/>
/// or <see cref="Slice"/>, which carry the ranges along; one that cannot say where its characters come from marks all of them.
/// </summary>
internal sealed class TextValue : Value
{
    private readonly TextRange[] untrusted;

    public TextValue(string text, TextRange[] untrusted)
    {
        Text = text;
        this.untrusted = untrusted;
    }

    public static TextValue Empty { get; } = new("", []);

    public string Text { get; }

    /// <summary>Ranges that came with the request: ascending, not empty, not touching.</summary>
    public ReadOnlySpan<TextRange> Untrusted => untrusted;

    public override string TypeName => "str";

    public override bool IsTrue => Text.Length > 0;

    /// <summary>Length as Python counts it: a surrogate pair is one character.</summary>
    public int CharacterCount => Text.Length - CountPairs();

    public static TextValue Trusted(string text) => text.Length == 0 ? Empty : new(text, []);

    public static TextValue FromRequest(string text) => text.Length == 0 ? Empty : new(text, [new TextRange(0, text.Length)]);

    public TextValue Slice(int start, int length)
    {
        if (length == Text.Length)
        {
            return this;
        }

        return length == 0 ? Empty : new TextValue(Text.Substring(start, length), Clip(start, start + length));
    }

    /// <summary>The same characters' counterparts, one by one; if the count changed, origin is unknown and all are marked.</summary>
    public TextValue WithText(string changed) =>
        untrusted.Length == 0 ? Trusted(changed)
        : changed.Length == Text.Length ? new TextValue(changed, untrusted)
        : FromRequest(changed);

    private TextRange[] Clip(int start, int end)
    {
        if (untrusted.Length == 0)
        {
            return [];
        }

        var clipped = new List<TextRange>();
        foreach (var range in untrusted)
        {
            var (from, to) = (Math.Max(range.Start, start), Math.Min(range.End, end));
            if (from < to)
            {
                clipped.Add(new TextRange(from - start, to - start));
            }
        }

        return [.. clipped];
    }

    private int CountPairs()
    {
        var pairs = 0;
        for (var i = Text.AsSpan().IndexOfAnyInRange('\uD800', '\uDBFF'); i >= 0 && i + 1 < Text.Length; i++)
        {
            pairs += char.IsSurrogatePair(Text, i) ? 1 : 0;
        }

        return pairs;
    }
}
