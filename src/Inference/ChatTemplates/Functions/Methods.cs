using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>
/// The methods of Python's strings, mappings and lists that chat templates call. Those that change a value are absent, as they are in
/// the sandbox templates are published for.
/// </summary>
internal static class Methods
{
    private delegate Value TextMethod(RenderContext context, TextValue text, Arguments arguments);

    private delegate Value DictMethod(DictValue dict, Arguments arguments);

    private static readonly Dictionary<string, TextMethod> OfText = new(StringComparer.Ordinal)
    {
        ["strip"] = static (c, text, a) => Strip(c, text, a, "strip", start: true, end: true),
        ["lstrip"] = static (c, text, a) => Strip(c, text, a, "lstrip", start: true, end: false),
        ["rstrip"] = static (c, text, a) => Strip(c, text, a, "rstrip", start: false, end: true),
        ["upper"] = static (c, text, a) => Map(c, text, a, "upper", TextOperations.Upper),
        ["lower"] = static (c, text, a) => Map(c, text, a, "lower", t => t.ToLowerInvariant()),
        ["capitalize"] = static (c, text, a) => Map(c, text, a, "capitalize", TextOperations.Capitalize),
        ["title"] = static (c, text, a) => Map(c, text, a, "title", t => TextOperations.Title(t, p => !char.IsLetter(p))),
        ["split"] = Split,
        ["rsplit"] = SplitFromEnd,
        ["splitlines"] = static (c, text, _) => new ListValue(TextOperations.SplitLines(c, text)),
        ["startswith"] = static (c, text, a) => HasAffix(c, text, a, "startswith", atStart: true),
        ["endswith"] = static (c, text, a) => HasAffix(c, text, a, "endswith", atStart: false),
        ["removeprefix"] = static (c, text, a) => RemovePrefix(c, text, a.Bind("removeprefix", "prefix").RequireText(0).Text),
        ["removesuffix"] = static (c, text, a) => RemoveSuffix(c, text, a.Bind("removesuffix", "suffix").RequireText(0).Text),
        ["replace"] = Replace,
        ["join"] = static (c, text, a) => TextOperations.Join(c, Lookup.Items(c, a.Bind("join", "items").Require(0)), text),
        ["find"] = static (c, text, a) => Find(c, text, a.Bind("find", "sub").RequireText(0)),
        ["count"] = static (c, text, a) =>
            new IntegerValue(TextOperations.Split(c, text, a.Bind("count", "sub").RequireText(0).Text, null).Count - 1),
        ["isdigit"] = static (c, text, a) => All(c, text, a, "isdigit", char.IsDigit),
        ["isalpha"] = static (c, text, a) => All(c, text, a, "isalpha", char.IsLetter),
        ["isalnum"] = static (c, text, a) => All(c, text, a, "isalnum", char.IsLetterOrDigit),
        ["isspace"] = static (c, text, a) => All(c, text, a, "isspace", TextOperations.IsSpace),
        ["isupper"] = static (c, text, a) => Cased(c, text, a, "isupper", char.IsLower),
        ["islower"] = static (c, text, a) => Cased(c, text, a, "islower", char.IsUpper),
    };

    private static readonly Dictionary<string, DictMethod> OfDict = new(StringComparer.Ordinal)
    {
        ["items"] = static (dict, _) => new ListValue([.. Pairs(dict)]),
        ["keys"] = static (dict, _) => new ListValue([.. dict.Keys]),
        ["values"] = static (dict, _) => new ListValue([.. dict.Entries.Select(entry => entry.Value)]),
        ["get"] = static (dict, a) => Get(dict, a.Bind("get", "key", "default")),
        ["copy"] = static (dict, _) => dict,
    };

    /// <summary>The method bound to its value, or null if the value has none of that name.</summary>
    public static FunctionValue? Find(Value target, string name) => target switch
    {
        TextValue text when OfText.TryGetValue(name, out var method) => new(name, (context, a) => method(context, text, a)),
        DictValue dict when OfDict.TryGetValue(name, out var method) => new(name, (context, a) =>
        {
            context.Charge(dict.Count);
            return method(dict, a);
        }),
        ListValue list when name is "index" or "count" => new(name, (context, a) => CountOrIndex(context, list, name, a)),
        _ => null,
    };

    public static IEnumerable<Value> Pairs(DictValue dict) =>
        dict.Entries.Select(entry => new ListValue([entry.Key, entry.Value], isTuple: true));

    private static TextValue Strip(RenderContext context, TextValue text, Arguments arguments, string name, bool start, bool end) =>
        TextOperations.Strip(context, text, arguments.Bind(name, "chars").Text(0)?.Text, start, end);

    private static TextValue Map(RenderContext context, TextValue text, Arguments arguments, string name, Func<string, string> change)
    {
        arguments.Bind(name);
        return TextOperations.Map(context, text, change);
    }

    private static ListValue Split(RenderContext context, TextValue text, Arguments arguments)
    {
        var bound = arguments.Bind("split", "sep", "maxsplit");
        return new ListValue(bound.Text(0) is { } separator
            ? TextOperations.Split(context, text, separator.Text, bound.Integer(1))
            : TextOperations.SplitAtSpace(context, text, bound.Integer(1)));
    }

    private static ListValue SplitFromEnd(RenderContext context, TextValue text, Arguments arguments)
    {
        var bound = arguments.Bind("rsplit", "sep", "maxsplit");
        return new ListValue(TextOperations.SplitFromEnd(context, text, bound.RequireText(0).Text, bound.Integer(1) ?? -1));
    }

    private static TextValue Replace(RenderContext context, TextValue text, Arguments arguments)
    {
        var bound = arguments.Bind("replace", "old", "new", "count");
        return TextOperations.Replace(context, text, bound.RequireText(0), bound.RequireText(1), bound.Integer(2));
    }

    private static BooleanValue HasAffix(RenderContext context, TextValue text, Arguments arguments, string name, bool atStart)
    {
        var affix = arguments.Bind(name, "affix").Require(0);
        var candidates = affix is ListValue { IsTuple: true } tuple ? tuple.Items : [affix];
        return BooleanValue.Of(candidates.Any(candidate => candidate is TextValue part
            ? HasAffix(context, text.Text, part.Text, atStart)
            : throw TemplateFault.Evaluation($"'{name}' needs a string or a tuple of strings, not '{candidate.TypeName}'")));
    }

    private static bool HasAffix(RenderContext context, string text, string affix, bool atStart)
    {
        context.Charge(1);
        context.ChargeText(Math.Min(affix.Length, text.Length));
        return atStart ? text.StartsWith(affix, StringComparison.Ordinal) : text.EndsWith(affix, StringComparison.Ordinal);
    }

    private static TextValue RemovePrefix(RenderContext context, TextValue text, string prefix)
    {
        context.ChargeText(text.Text.Length);
        return text.Text.StartsWith(prefix, StringComparison.Ordinal) ? text.Slice(prefix.Length, text.Text.Length - prefix.Length) : text;
    }

    private static TextValue RemoveSuffix(RenderContext context, TextValue text, string suffix)
    {
        context.ChargeText(text.Text.Length);
        return text.Text.EndsWith(suffix, StringComparison.Ordinal) ? text.Slice(0, text.Text.Length - suffix.Length) : text;
    }

    private static IntegerValue Find(RenderContext context, TextValue text, TextValue part)
    {
        var found = TextSearch.Find(context, text.Text, part.Text, 0);
        return new IntegerValue(found < 0 ? -1 : text.Slice(0, found).CharacterCount);
    }

    private static BooleanValue All(RenderContext context, TextValue text, Arguments arguments, string name, Func<char, bool> holds)
    {
        arguments.Bind(name);
        context.ChargeText(text.Text.Length);
        return BooleanValue.Of(text.IsTrue && text.Text.All(holds));
    }

    private static BooleanValue Cased(RenderContext context, TextValue text, Arguments arguments, string name, Func<char, bool> opposite)
    {
        arguments.Bind(name);
        context.ChargeText(text.Text.Length);
        return BooleanValue.Of(text.Text.Any(c => char.IsUpper(c) || char.IsLower(c)) && !text.Text.Any(opposite));
    }

    private static Value Get(DictValue dict, BoundArguments bound) =>
        dict.Find(bound.Require(0)) ?? bound.Given(1) ?? NoneValue.Instance;

    private static IntegerValue CountOrIndex(RenderContext context, ListValue list, string name, Arguments arguments)
    {
        var wanted = arguments.Bind(name, "value").Require(0);
        var places = Enumerable.Range(0, list.Items.Count).Where(i => Comparison.AreEqual(context, list.Items[i], wanted)).ToList();
        return name == "count" ? new IntegerValue(places.Count)
            : places.Count > 0 ? new IntegerValue(places[0])
            : throw TemplateFault.Evaluation("the value is not in the list");
    }
}
