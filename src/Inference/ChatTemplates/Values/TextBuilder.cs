using System.Text;
using InferenceGateway.Inference.ChatTemplates.Rendering;

namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>Puts texts together, keeps their origin, and pays for every character before it is copied.</summary>
internal sealed class TextBuilder(RenderContext context)
{
    private readonly StringBuilder text = new();
    private readonly List<TextRange> untrusted = [];

    public int Length => text.Length;

    public void Append(TextValue value) => Append(value, 0, value.Text.Length);

    public void Append(TextValue value, int start, int length)
    {
        context.ChargeText(length, Length);
        foreach (var range in value.Untrusted)
        {
            Mark(Math.Max(range.Start, start) - start + Length, Math.Min(range.End, start + length) - start + Length);
        }

        text.Append(value.Text, start, length);
    }

    public void AppendTrusted(string value)
    {
        context.ChargeText(value.Length, Length);
        text.Append(value);
    }

    public void AppendTrusted(char value, int count)
    {
        context.ChargeText(count, Length);
        text.Append(value, count);
    }

    public TextValue ToText() => text.Length == 0 ? TextValue.Empty : new TextValue(text.ToString(), [.. untrusted]);

    /// <summary>The text as one unit: if any of it came with the request, all of it did.</summary>
    public TextValue ToUnit() => untrusted.Count == 0 ? ToText() : TextValue.FromRequest(text.ToString());

    public RenderedPrompt ToPrompt()
    {
        var spans = new List<PromptSpan>();
        var position = 0;
        foreach (var range in untrusted)
        {
            AddSpan(spans, position, range.Start, trusted: true);
            AddSpan(spans, range.Start, range.End, trusted: false);
            position = range.End;
        }

        AddSpan(spans, position, Length, trusted: true);
        return new RenderedPrompt(text.ToString(), [.. spans]);
    }

    private static void AddSpan(List<PromptSpan> spans, int start, int end, bool trusted)
    {
        if (start < end)
        {
            spans.Add(new PromptSpan(start, end - start, trusted));
        }
    }

    private void Mark(int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        if (untrusted.Count > 0 && untrusted[^1].End == start)
        {
            untrusted[^1] = untrusted[^1] with { End = end };
        }
        else
        {
            untrusted.Add(new TextRange(start, end));
        }
    }
}
