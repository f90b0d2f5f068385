using System.Globalization;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>Filters that give or take numbers, and <c>default</c>.</summary>
internal static class NumberFilters
{
    private const int RoundDigitsMax = 15;

    public static IReadOnlyDictionary<string, Filter> All { get; } = new Dictionary<string, Filter>
    {
        ["default"] = Default,
        ["d"] = Default,
        ["int"] = static (_, input, a) => ToInteger(input, a.Bind("int", "default").Given(0) ?? new IntegerValue(0)),
        ["float"] = static (_, input, a) => ToFloat(input, a.Bind("float", "default").Given(0) ?? new FloatValue(0)),
        ["abs"] = static (_, input, _) => Arithmetic.Number(input) < 0 ? Arithmetic.Negate(input) : Arithmetic.Affirm(input),
        ["round"] = Round,
        ["sum"] = Sum,
    };

    private static Value Default(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("default", "default_value", "boolean");
        return input is UndefinedValue || (bound.Flag(1) && !input.IsTrue) ? bound.Given(0) ?? TextValue.Empty : input;
    }

    private static Value ToInteger(Value input, Value absent) => input switch
    {
        TextValue text when Int128.TryParse(text.Text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => new IntegerValue(integer),
        _ when Arithmetic.Integer(input) is { } integer => new IntegerValue(integer),
        _ when ParseFloat(input) is { } number && Math.Abs(number) < 1e38 => new IntegerValue((Int128)number),
        _ => absent,
    };

    private static Value ToFloat(Value input, Value absent) => ParseFloat(input) is { } number ? new FloatValue(number) : absent;

    private static double? ParseFloat(Value input) =>
        input is not TextValue text ? Arithmetic.Number(input)
        : double.TryParse(text.Text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static FloatValue Round(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("round", "precision", "method");
        var number = Arithmetic.Number(input) ?? throw TemplateFault.Evaluation($"'round' needs a number, not '{input.TypeName}'");
        var digits = Math.Clamp(bound.Integer(0) ?? 0, -RoundDigitsMax, RoundDigitsMax);
        var method = bound.Text(1)?.Text ?? "common";
        var factor = Math.Pow(10, digits);
        return new FloatValue(method switch
        {
            "common" when digits >= 0 => Math.Round(number, digits, MidpointRounding.ToEven),
            "common" => Math.Round(number * factor, MidpointRounding.ToEven) / factor,
            "ceil" => Math.Ceiling(number * factor) / factor,
            "floor" => Math.Floor(number * factor) / factor,
            _ => throw TemplateFault.Evaluation($"'round' knows 'common', 'ceil' and 'floor', not '{method}'"),
        });
    }

    private static Value Sum(RenderContext context, Value input, Arguments arguments)
    {
        var bound = arguments.Bind("sum", "attribute", "start");
        var sum = bound.Given(1) ?? new IntegerValue(0);
        foreach (var item in Lookup.Items(context, input))
        {
            context.Charge(1);
            sum = Arithmetic.Add(context, sum, bound[0] is { } path ? AttributePath.Read(context, item, path) : item);
        }

        return sum;
    }
}
