using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>Filters that give a string; most take any value and print it first, as Jinja's do.</summary>
internal static class TextFilters
{
    private const string WordStarts = "-({[<";

    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>
    {
        ["string"] = static (c, input, a) => Map(c, input, a, "string", t => t),
        ["safe"] = static (c, input, a) => Map(c, input, a, "safe", t => t),
        ["upper"] = static (c, input, a) => Map(c, input, a, "upper", TextOperations.Upper),
        ["lower"] = static (c, input, a) => Map(c, input, a, "lower", t => t.ToLowerInvariant()),
        ["capitalize"] = static (c, input, a) => Map(c, input, a, "capitalize", TextOperations.Capitalize),
        ["title"] = static (c, input, a) => Map(c, input, a, "title", t => TextOperations.Title(t, StartsWord)),
        ["trim"] = static (c, input, a) =>
            TextOperations.Strip(c, Printing.Print(c, input), a.Bind("trim", "chars").Text(0)?.Text, start: true, end: true),
        ["replace"] = Replace,
        ["indent"] = Indent,
        ["join"] = Join,
        ["tojson"] = static (c, input, a) =>
            new JsonWriter(c, JsonStyle.Of(c, a.Bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys"))).Write(input),
    };

    private static bool StartsWord(char previous) => TextOperations.IsSpace(previous) || WordStarts.Contains(previous, StringComparison.Ordinal);

    private static TextValue Map(RenderContext context, Value input, Arguments arguments, string name, Func<string, string> change)
    {
        arguments.Bind(name);
        return TextOperations.Map(context, Printing.Print(context, input), change);
    }

    private static TextValue Replace(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("replace", "old", "new", "count");
        return TextOperations.Replace(
            context, Printing.Print(context, input), bound.RequireText(0), Printing.Print(context, bound.Require(1)), bound.Integer(2));
    }

    private static TextValue Indent(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("indent", "width", "first", "blank");
        var width = bound[0] as TextValue
            ?? (TextValue)Arithmetic.Multiply(context, TextValue.Trusted(" "), new IntegerValue(bound.Integer(0) ?? 4));
        return TextOperations.Indent(context, Printing.Print(context, input), width, bound.Flag(1), bound.Flag(2));
    }

    private static TextValue Join(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("join", "d", "attribute");
        var items = Lookup.Items(context, input);
        return TextOperations.Join(
            context,
            bound[1] is { } path ? items.Select(item => AttributePath.Read(context, item, path)) : items,
            bound[0] is { } separator ? Printing.Print(context, separator) : TextValue.Empty);
    }
}
