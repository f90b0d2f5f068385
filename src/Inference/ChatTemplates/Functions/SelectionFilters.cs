using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>Filters that take the name of a filter or a test. They give lists where Jinja gives generators.</summary>
internal static class SelectionFilters
{
    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>
    {
        ["map"] = Map,
        ["select"] = static (c, input, a) => Select(c, input, a, wanted: true),
        ["reject"] = static (c, input, a) => Select(c, input, a, wanted: false),
        ["selectattr"] = static (c, input, a) => SelectByAttribute(c, input, a, "selectattr", wanted: true),
        ["rejectattr"] = static (c, input, a) => SelectByAttribute(c, input, a, "rejectattr", wanted: false),
    };

    private static ListValue Map(RenderContext context, Value input, Arguments arguments)
    {
        if (arguments.Positional.Count == 0)
        {
            var bound = arguments.Bind("map", "attribute", "default");
            return Each(context, input, item => AttributePath.Read(context, item, bound.Require(0)) switch
            {
                UndefinedValue when bound.Given(1) is { } absent => absent,
                var value => value,
            });
        }

        var filter = Filters.Require(NameIn(arguments, 0));
        var rest = arguments.Skip(1);
        return Each(context, input, item => filter(context, item, rest));
    }

    private static ListValue Each(RenderContext context, Value input, Func<Value, Value> change)
    {
        var items = Lookup.Items(context, input);
        context.Charge(items.Count);
        return new ListValue([.. items.Select(change)]);
    }

    private static ListValue Select(RenderContext context, Value input, Arguments arguments, bool wanted)
    {
        var holds = TestOf(context, arguments, 0);
        return Where(context, input, item => holds(item) == wanted);
    }

    private static ListValue SelectByAttribute(RenderContext context, Value input, Arguments arguments, string name, bool wanted)
    {
        var path = arguments.Positional.Count > 0 ? arguments.Positional[0] : throw TemplateFault.Evaluation($"'{name}' needs an attribute");
        var holds = TestOf(context, arguments, 1);
        return Where(context, input, item => holds(AttributePath.Read(context, item, path)) == wanted);
    }

    private static ListValue Where(RenderContext context, Value input, Func<Value, bool> keeps)
    {
        var items = Lookup.Items(context, input);
        context.Charge(items.Count);
        return new ListValue([.. items.Where(keeps)]);
    }

    /// <summary>The test named by an argument with the arguments after it; without one, whether a value is true.</summary>
    private static Func<Value, bool> TestOf(RenderContext context, Arguments arguments, int index)
    {
        if (arguments.Positional.Count <= index)
        {
            return value => value.IsTrue;
        }

        var test = Tests.Require(NameIn(arguments, index));
        var rest = arguments.Skip(index + 1);
        return value => test(context, value, rest);
    }

    private static string NameIn(Arguments arguments, int index) => arguments.Positional[index] is TextValue name
        ? name.Text
        : throw TemplateFault.Evaluation("the name of a filter or test must be a string");
}
