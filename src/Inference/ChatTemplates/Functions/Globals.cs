using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>The functions every template can call.</summary>
internal static class Globals
{
    private static readonly Dictionary<string, FunctionValue> ByName = new FunctionValue[]
    {
        new("raise_exception", static (c, a) => throw TemplateFault.Refused(Printing.Print(c, a.Bind("raise_exception", "message").Require(0)).Text)),
        new("strftime_now", static (c, a) => Now(c, a.Bind("strftime_now", "format").RequireText(0))),
        new("range", Range),
        new("namespace", Namespace),
        new("dict", static (_, a) => new DictValue(Entries(a))),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public static Value? Find(string name) => ByName.GetValueOrDefault(name);

    private static TextValue Now(RenderContext context, TextValue format)
    {
        var text = TimeFormat.Format(context.Time.GetLocalNow(), format.Text);
        context.ChargeText(text.Length, 0);
        return format.Untrusted.IsEmpty ? TextValue.Trusted(text) : TextValue.FromRequest(text);
    }

    private static ListValue Range(RenderContext context, Arguments arguments)
    {
        var bound = arguments.Bind("range", "start", "stop", "step");
        bound.Require(0);
        var (start, stop) = arguments.Positional.Count == 1 ? (0, bound.Integer(0)!.Value) : (bound.Integer(0)!.Value, bound.Integer(1) ?? 0);
        var step = bound.Integer(2) ?? 1;
        if (step == 0)
        {
            throw TemplateFault.Evaluation("the step of 'range' cannot be 0");
        }

        var distance = step > 0 ? (long)stop - start : (long)start - stop;
        var count = distance <= 0 ? 0 : (distance + Math.Abs((long)step) - 1) / Math.Abs((long)step);
        context.ChargeList(count);
        return new ListValue([.. Enumerable.Range(0, (int)count).Select(i => new IntegerValue(start + ((long)i * step)))]);
    }

    private static NamespaceValue Namespace(RenderContext context, Arguments arguments)
    {
        var space = new NamespaceValue();
        foreach (var (key, value) in Entries(arguments))
        {
            space.Set(Printing.Print(context, key).Text, value);
        }

        return space;
    }

    /// <summary>Entries of a mapping given as the one positional argument, and the named arguments after them.</summary>
    private static IEnumerable<KeyValuePair<Value, Value>> Entries(Arguments arguments)
    {
        var given = arguments.Positional switch
        {
            [] => [],
            [DictValue dict] => dict.Entries,
            _ => throw TemplateFault.Evaluation("'dict' and 'namespace' take one mapping and named arguments"),
        };
        return [.. given, .. arguments.Named.Select(named => KeyValuePair.Create<Value, Value>(TextValue.Trusted(named.Key), named.Value))];
    }
}
