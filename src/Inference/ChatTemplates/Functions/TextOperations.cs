using System.Buffers;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>What filters and methods on strings share. Each keeps the origin of every character it keeps.</summary>
internal static class TextOperations
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    public static TextValue Strip(RenderContext context, TextValue value, string? characters, bool start, bool end)
    {
        var text = value.Text;
        context.ChargeText(text.Length);
        var set = characters?.ToHashSet();
        bool Goes(char c) => set?.Contains(c) ?? IsSpace(c);

        var (from, to) = (0, text.Length);
        while (start && from < to && Goes(text[from]))
        {
            from++;
        }

        while (end && to > from && Goes(text[to - 1]))
        {
            to--;
        }

        return value.Slice(from, to - from);
    }

    public static TextValue Replace(RenderContext context, TextValue value, TextValue old, TextValue replacement, int? count)
    {
        if (old.Text.Length == 0)
        {
            throw TemplateFault.Evaluation("an empty string cannot be replaced");
        }

        var builder = new TextBuilder(context);
        var position = 0;
        for (var left = count is null or < 0 ? int.MaxValue : count.Value; left > 0; left--)
        {
            var found = TextSearch.Find(context, value.Text, old.Text, position);
            if (found < 0)
            {
                break;
            }

            builder.Append(value, position, found - position);
            builder.Append(replacement);
            position = found + old.Text.Length;
            context.Charge(1);
        }

        builder.Append(value, position, value.Text.Length - position);
        return builder.ToText();
    }

    public static List<Value> Split(RenderContext context, TextValue value, string separator, int? count)
    {
        if (separator.Length == 0)
        {
            throw TemplateFault.Evaluation("a string cannot be split at an empty separator");
        }

        var parts = new List<Value>();
        var position = 0;
        for (var left = count is null or < 0 ? int.MaxValue : count.Value; left > 0; left--)
        {
            var found = TextSearch.Find(context, value.Text, separator, position);
            if (found < 0)
            {
                break;
            }

            Take(context, parts, value, position, found);
            position = found + separator.Length;
        }

        Take(context, parts, value, position, value.Text.Length);
        return parts;
    }

    /// <summary>Splits at runs of white space; the rest after <paramref name="count"/> parts stays whole.</summary>
    public static List<Value> SplitAtSpace(RenderContext context, TextValue value, int? count)
    {
        var text = value.Text;
        var parts = new List<Value>();
        var position = SkipSpace(text, 0);
        while (position < text.Length)
        {
            var last = count >= 0 && parts.Count == count;
            var end = last ? text.TrimEnd().Length : position;
            while (!last && end < text.Length && !IsSpace(text[end]))
            {
                end++;
            }

            Take(context, parts, value, position, end);
            position = SkipSpace(text, end);
        }

        return parts;
    }

    public static List<Value> SplitFromEnd(RenderContext context, TextValue value, string separator, int count)
    {
        // Rejoining the first parts is the simple way to count separators from the end.
        var parts = Split(context, value, separator, null);
        if (count < 0 || parts.Count <= count + 1)
        {
            return parts;
        }

        var kept = parts.GetRange(parts.Count - count, count);
        var tail = kept.Sum(part => ((TextValue)part).Text.Length + separator.Length);
        return [value.Slice(0, value.Text.Length - tail), .. kept];
    }

    public static List<Value> SplitLines(RenderContext context, TextValue value)
    {
        var parts = new List<Value>();
        var text = value.Text;
        for (var position = 0; position < text.Length;)
        {
            var length = text.AsSpan(position).IndexOfAny(LineEnds);
            var end = length < 0 ? text.Length : position + length;
            Take(context, parts, value, position, end);
            position = string.CompareOrdinal(text, end, "\r\n", 0, 2) == 0 ? end + 2 : end + 1;
        }

        return parts;
    }

    public static TextValue Indent(RenderContext context, TextValue value, TextValue indentation, bool first, bool blank)
    {
        var builder = new TextBuilder(context);
        var lines = SplitLines(context, value);
        if (lines.Count == 0 || value.Text[^1] == '\n')
        {
            lines.Add(TextValue.Empty);
        }

        for (var i = 0; i < lines.Count; i++)
        {
            builder.AppendTrusted(i == 0 ? "" : "\n");
            builder.Append(i == 0 ? first ? indentation : TextValue.Empty : blank || lines[i].IsTrue ? indentation : TextValue.Empty);
            builder.Append((TextValue)lines[i]);
        }

        return builder.ToText();
    }

    public static TextValue Join(RenderContext context, IEnumerable<Value> values, TextValue separator)
    {
        var builder = new TextBuilder(context);
        var between = TextValue.Empty;
        foreach (var value in values)
        {
            builder.Append(between);
            builder.Append(Printing.Print(context, value));
            between = separator;
            context.Charge(1);
        }

        return builder.ToText();
    }

    public static TextValue Map(RenderContext context, TextValue value, Func<string, string> change)
    {
        context.ChargeText(value.Text.Length);
        return value.WithText(change(value.Text));
    }

    /// <summary>Upper case as Python has it: of the letters that become two, only the sharp s is in common use.</summary>
    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string Capitalize(string text) =>
        text.Length == 0 ? text : text[..1].ToUpperInvariant() + text[1..].ToLowerInvariant();

    /// <summary>Upper case where <paramref name="startsWord"/> holds for the character before, or at the start.</summary>
    public static string Title(string text, Func<char, bool> startsWord) => string.Create(text.Length, text, (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = i == 0 || startsWord(source[i - 1]) ? char.ToUpperInvariant(source[i]) : char.ToLowerInvariant(source[i]);
        }
    });

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    private static int SkipSpace(string text, int from)
    {
        while (from < text.Length && IsSpace(text[from]))
        {
            from++;
        }

        return from;
    }

    private static void Take(RenderContext context, List<Value> parts, TextValue value, int start, int end)
    {
        context.ChargeText(end - start);
        context.Charge(1);
        parts.Add(value.Slice(start, end - start));
    }
}
