using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Python's slices: negative bounds count from the end, bounds beyond it are cut.</summary>
internal static class Slicing
{
    public static TextValue Text(RenderContext context, TextValue text, int? start, int? stop)
    {
        context.ChargeText(text.Text.Length);
        var count = text.CharacterCount;
        var from = Bound(start ?? 0, count, 0, count);
        var to = Bound(stop ?? count, count, 0, count);
        if (from >= to)
        {
            return TextValue.Empty;
        }

        var begin = count == text.Text.Length ? from : Offset(text.Text, 0, from);
        var end = count == text.Text.Length ? to : Offset(text.Text, begin, to - from);
        return text.Slice(begin, end - begin);
    }

    public static IReadOnlyList<Value> Pick(RenderContext context, IReadOnlyList<Value> items, int? start, int? stop, int step)
    {
        if (step == 0)
        {
            throw TemplateFault.Evaluation("a slice's step cannot be 0");
        }

        var (low, high) = step > 0 ? (0, items.Count) : (-1, items.Count - 1);
        long index = start is { } first ? Bound(first, items.Count, low, high) : step > 0 ? low : high;
        long end = stop is { } last ? Bound(last, items.Count, low, high) : step > 0 ? high : low;
        var picked = new List<Value>();
        for (; step > 0 ? index < end : index > end; index += step)
        {
            picked.Add(items[(int)index]);
        }

        context.Charge(picked.Count);
        return picked;
    }

    private static int Bound(int bound, int count, int low, int high) => Math.Clamp(bound < 0 ? bound + count : bound, low, Math.Max(low, high));

    /// <summary>The offset <paramref name="characters"/> after another one, where a surrogate pair is one character.</summary>
    private static int Offset(string text, int offset, int characters)
    {
        for (; characters > 0; characters--)
        {
            offset += offset + 1 < text.Length && char.IsSurrogatePair(text, offset) ? 2 : 1;
        }

        return offset;
    }
}
