using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Equality, order and membership as Python has them.</summary>
internal static class Comparison
{
    public static bool AreEqual(RenderContext context, Value left, Value right)
    {
        context.Enter();
        var equal = (left, right) switch
        {
            (TextValue a, TextValue b) => TextsEqual(context, a, b),
            (ListValue a, ListValue b) => a.IsTuple == b.IsTuple && ItemsEqual(context, a.Items, b.Items),
            (DictValue a, DictValue b) => EntriesEqual(context, a, b),
            (UndefinedValue, UndefinedValue) => true,
            _ when Arithmetic.Integer(left) is { } a && Arithmetic.Integer(right) is { } b => a == b,
            _ when Arithmetic.Number(left) is { } a && Arithmetic.Number(right) is { } b => a == b,
            _ => ReferenceEquals(left, right),
        };
        context.Leave();
        return equal;
    }

    public static int Compare(RenderContext context, string symbol, Value left, Value right)
    {
        if (left is TextValue a && right is TextValue b)
        {
            context.ChargeText(Math.Min(a.Text.Length, b.Text.Length));
            return string.CompareOrdinal(a.Text, b.Text);
        }

        if (left is ListValue x && right is ListValue y)
        {
            return CompareItems(context, symbol, x.Items, y.Items);
        }

        return (Arithmetic.Number(left), Arithmetic.Number(right)) is ({ } m, { } n)
            ? m.CompareTo(n)
            : throw NotOrdered(symbol, left, right);
    }

    public static bool Contains(RenderContext context, Value container, Value item) => container switch
    {
        TextValue text when item is TextValue part => TextSearch.Find(context, text.Text, part.Text, 0) >= 0,
        DictValue dict => Lookup.DictElement(context, dict, item) is not null,
        ListValue list => list.Items.Any(candidate => AreEqual(context, candidate, item)),
        UndefinedValue => false,
        _ => throw TemplateFault.Evaluation($"'{item.TypeName}' cannot be looked for in '{container.TypeName}'"),
    };

    private static bool TextsEqual(RenderContext context, TextValue a, TextValue b)
    {
        context.ChargeText(a.Text.Length == b.Text.Length ? a.Text.Length : 0);
        return string.Equals(a.Text, b.Text, StringComparison.Ordinal);
    }

    private static bool ItemsEqual(RenderContext context, IReadOnlyList<Value> a, IReadOnlyList<Value> b)
    {
        var equal = a.Count == b.Count;
        for (var i = 0; equal && i < a.Count; i++)
        {
            equal = AreEqual(context, a[i], b[i]);
        }

        return equal;
    }

    private static bool EntriesEqual(RenderContext context, DictValue a, DictValue b) =>
        a.Count == b.Count && a.Entries.All(entry => b.Find(entry.Key) is { } other && AreEqual(context, entry.Value, other));

    private static int CompareItems(RenderContext context, string symbol, IReadOnlyList<Value> a, IReadOnlyList<Value> b)
    {
        context.Enter();
        var order = 0;
        for (var i = 0; order == 0 && i < Math.Min(a.Count, b.Count); i++)
        {
            order = AreEqual(context, a[i], b[i]) ? 0 : Compare(context, symbol, a[i], b[i]);
        }

        context.Leave();
        return order != 0 ? order : a.Count.CompareTo(b.Count);
    }

    private static TemplateFault NotOrdered(string symbol, Value left, Value right) =>
        (left as UndefinedValue ?? right as UndefinedValue) is { } undefined
            ? TemplateFault.Evaluation(undefined.Reason)
            : TemplateFault.Evaluation($"{symbol} is not supported between '{left.TypeName}' and '{right.TypeName}'");
}
