namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>A run of characters of a prompt with one origin.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">Number of characters, at least 1.</param>
/// <param name="Trusted">True for text of the template and of the model's files, false for text that came with the request.</param>
public readonly record struct PromptSpan(int Start, int Length, bool Trusted);

/// <summary>
/// A rendered prompt that knows where its text came from. A tokenizer must read a special token only where
/// <see cref="IsTrusted"/> holds for all of its characters; otherwise a user could write the end of a turn into a message. Ordinary
/// text is to be encoded across span borders: the spans say what may be special, not where to split.
/// </summary>
public sealed class RenderedPrompt
{
    private readonly PromptSpan[] spans;

    internal RenderedPrompt(string text, PromptSpan[] spans)
    {
        Text = text;
        this.spans = spans;
    }

    /// <summary>The whole prompt.</summary>
    public string Text { get; }

    /// <summary>Covers <see cref="Text"/> without gap or overlap, in order; neighbours differ in trust.</summary>
    public IReadOnlyList<PromptSpan> Spans => spans;

    /// <summary>Whether every character of a range is template text.</summary>
    /// <param name="start">First character of the range.</param>
    /// <param name="length">Number of characters, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or not inside the text.</exception>
    public bool IsTrusted(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Text.Length - start);
        var span = spans[IndexAt(start)];
        return span.Trusted && start + length <= span.Start + span.Length;
    }

    private int IndexAt(int position)
    {
        int low = 0, high = spans.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = spans[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
