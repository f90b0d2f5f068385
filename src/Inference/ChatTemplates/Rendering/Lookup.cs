using InferenceGateway.Inference.ChatTemplates.Functions;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Attributes, elements, slices and iteration.</summary>
internal static class Lookup
{
    public static Value Attribute(Value target, string name) => target switch
    {
        UndefinedValue undefined => throw TemplateFault.Evaluation(undefined.Reason),
        NamespaceValue space => space.Find(name) ?? Missing(target, name),
        LoopValue loop => loop.Find(name) ?? Missing(target, name),
        _ => Methods.Find(target, name) ?? (target as DictValue)?.Find(name) ?? Missing(target, name),
    };

    public static Value Element(RenderContext context, Value target, Value key) => (target, key) switch
    {
        (UndefinedValue undefined, _) => throw TemplateFault.Evaluation(undefined.Reason),
        (DictValue dict, not (ListValue or DictValue)) when DictElement(context, dict, key) is { } value => value,
        (ListValue list, IntegerValue or BooleanValue) => ListElement(list, Arithmetic.Integer(key)!.Value),
        (TextValue text, IntegerValue or BooleanValue) => TextElement(context, text, Arithmetic.Integer(key)!.Value),
        (_, TextValue name) => Attribute(target, name.Text),
        (DictValue or ListValue or TextValue, _) => Missing(target, Printing.Print(context, key).Text),
        _ => throw TemplateFault.Evaluation($"'{target.TypeName}' has no elements"),
    };

    /// <summary>What a <c>for</c> or a sequence filter walks over: elements, characters, or keys.</summary>
    public static IReadOnlyList<Value> Items(RenderContext context, Value value) => value switch
    {
        ListValue list => list.Items,
        TextValue text => Characters(context, text),
        DictValue dict => [.. dict.Keys],
        UndefinedValue => [],
        _ => throw TemplateFault.Evaluation($"'{value.TypeName}' is not iterable"),
    };

    public static Value Slice(RenderContext context, Value target, int? start, int? stop, int? step)
    {
        if (target is TextValue text && step is null or 1)
        {
            return Slicing.Text(context, (TextValue)target, start, stop);
        }

        var items = target is DictValue ? throw TemplateFault.Evaluation("a mapping cannot be sliced") : Items(context, target);
        var picked = Slicing.Pick(context, items, start, stop, step ?? 1);
        return target is TextValue ? Join(context, picked) : new ListValue(picked, target is ListValue { IsTuple: true });
    }

    private static TextValue Join(RenderContext context, IReadOnlyList<Value> characters)
    {
        var builder = new TextBuilder(context);
        foreach (var character in characters)
        {
            builder.Append((TextValue)character);
        }

        return builder.ToText();
    }

    public static Value? DictElement(RenderContext context, DictValue dict, Value key)
    {
        // Hashing a long key costs its length.
        context.ChargeText(key is TextValue text ? text.Text.Length : 0);
        return dict.Find(key);
    }

    private static Value ListElement(ListValue list, Int128 index)
    {
        index = index < 0 ? index + list.Items.Count : index;
        return index >= 0 && index < list.Items.Count ? list.Items[(int)index] : Missing(list, $"element {index}");
    }

    private static Value TextElement(RenderContext context, TextValue text, Int128 index)
    {
        context.ChargeText(text.Text.Length);
        var count = text.CharacterCount;
        index = index < 0 ? index + count : index;
        return index >= 0 && index < count ? Slicing.Text(context, text, (int)index, (int)index + 1) : Missing(text, $"element {index}");
    }

    private static List<Value> Characters(RenderContext context, TextValue text)
    {
        context.ChargeText(text.Text.Length);
        context.Charge(text.Text.Length);
        var characters = new List<Value>(text.Text.Length);
        for (var i = 0; i < text.Text.Length;)
        {
            var length = i + 1 < text.Text.Length && char.IsSurrogatePair(text.Text, i) ? 2 : 1;
            characters.Add(text.Slice(i, length));
            i += length;
        }

        return characters;
    }

    private static UndefinedValue Missing(Value target, string name) => new($"'{target.TypeName} object' has no attribute '{name}'");
}
