using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>Filters on lists, mappings and strings as sequences.</summary>
internal static class SequenceFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>
    {
        ["length"] = static (c, input, _) => Length(c, input),
        ["count"] = static (c, input, _) => Length(c, input),
        ["list"] = static (c, input, _) => new ListValue(Items(c, input)),
        ["first"] = static (c, input, _) => Items(c, input) is [var first, ..] ? first : new UndefinedValue("the sequence has no first element"),
        ["last"] = static (c, input, _) => Items(c, input) is [.., var last] ? last : new UndefinedValue("the sequence has no last element"),
        ["items"] = static (_, input, _) => Pairs(input),
        ["reverse"] = static (c, input, _) => Lookup.Slice(c, input, null, null, -1),
        ["sort"] = Sort,
        ["dictsort"] = SortDict,
        ["unique"] = Unique,
        ["min"] = static (c, input, a) => Extreme(c, input, a, "min", -1),
        ["max"] = static (c, input, a) => Extreme(c, input, a, "max", 1),
    };

    private static IReadOnlyList<Value> Items(RenderContext context, Value input)
    {
        var items = Lookup.Items(context, input);
        context.Charge(items.Count);
        return items;
    }

    private static IntegerValue Length(RenderContext context, Value input) => input switch
    {
        TextValue text => new IntegerValue(Count(context, text)),
        DictValue dict => new IntegerValue(dict.Count),
        ListValue or UndefinedValue => new IntegerValue(Lookup.Items(context, input).Count),
        _ => throw TemplateFault.Evaluation($"a value of type '{input.TypeName}' has no length"),
    };

    private static int Count(RenderContext context, TextValue text)
    {
        context.ChargeText(text.Text.Length);
        return text.CharacterCount;
    }

    private static ListValue Pairs(Value input) => input switch
    {
        UndefinedValue => new ListValue([]),
        DictValue dict => new ListValue([.. Methods.Pairs(dict)]),
        _ => throw TemplateFault.Evaluation($"'items' needs a mapping, not '{input.TypeName}'"),
    };

    private static ListValue Sort(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("sort", "reverse", "case_sensitive", "attribute");
        var key = new SortKey(context, bound.Flag(1), bound[2]);
        return new ListValue(key.Sort(Items(context, input), bound.Flag(0)));
    }

    private static ListValue SortDict(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("dictsort", "case_sensitive", "by", "reverse");
        var by = bound.Text(1)?.Text ?? "key";
        var index = by switch { "key" => 0, "value" => 1, _ => throw TemplateFault.Evaluation($"'dictsort' sorts by 'key' or 'value', not '{by}'") };
        var key = new SortKey(context, bound.Flag(0), new IntegerValue(index));
        return new ListValue(key.Sort(Pairs(input).Items, bound.Flag(2)));
    }

    private static ListValue Unique(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("unique", "case_sensitive", "attribute");
        var key = new SortKey(context, bound.Flag(0), bound[1]);
        var seen = new List<Value>();
        var kept = new List<Value>();
        foreach (var item in Items(context, input))
        {
            var value = key.Of(item);
            if (!seen.Exists(other => Comparison.AreEqual(context, other, value)))
            {
                seen.Add(value);
                kept.Add(item);
            }
        }

        return new ListValue(kept);
    }

    private static Value Extreme(RenderContext context, Value input, Arguments arguments, string name, int sign)
    {
        var bound = arguments.Bind(name, "case_sensitive", "attribute");
        var key = new SortKey(context, bound.Flag(0), bound[1]);
        Value? best = null;
        foreach (var item in Items(context, input))
        {
            best = best is null || key.Compare(item, best) * sign > 0 ? item : best;
        }

        return best ?? new UndefinedValue("the sequence is empty");
    }
}
