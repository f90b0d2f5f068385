using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>What stands behind <c>is</c>.</summary>
internal delegate bool Test(RenderContext context, Value value, Arguments arguments);

/// <summary>All tests by name.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Test> ByName = new(StringComparer.Ordinal)
    {
        ["defined"] = static (_, value, _) => value is not UndefinedValue,
        ["undefined"] = static (_, value, _) => value is UndefinedValue,
        ["none"] = static (_, value, _) => value is NoneValue,
        ["string"] = static (_, value, _) => value is TextValue,
        ["mapping"] = static (_, value, _) => value is DictValue,
        ["iterable"] = static (_, value, _) => value is ListValue or TextValue or DictValue or UndefinedValue,
        ["sequence"] = static (_, value, _) => value is ListValue or TextValue or DictValue or UndefinedValue,
        ["number"] = static (_, value, _) => value is IntegerValue or FloatValue or BooleanValue,
        ["integer"] = static (_, value, _) => value is IntegerValue,
        ["float"] = static (_, value, _) => value is FloatValue,
        ["boolean"] = static (_, value, _) => value is BooleanValue,
        ["true"] = static (_, value, _) => value is BooleanValue && value.IsTrue,
        ["false"] = static (_, value, _) => value is BooleanValue && !value.IsTrue,
        ["callable"] = static (_, value, _) => value is FunctionValue,
        ["even"] = static (c, value, _) => Remainder(c, value, new IntegerValue(2)) == 0,
        ["odd"] = static (c, value, _) => Remainder(c, value, new IntegerValue(2)) == 1,
        ["divisibleby"] = static (c, value, a) => Remainder(c, value, a.Bind("divisibleby", "num").Require(0)) == 0,
        ["lower"] = static (c, value, _) => Methods.Find(Printing.Print(c, value), "islower")!.Call(c, Arguments.None).IsTrue,
        ["upper"] = static (c, value, _) => Methods.Find(Printing.Print(c, value), "isupper")!.Call(c, Arguments.None).IsTrue,
        ["in"] = static (c, value, a) => Comparison.Contains(c, a.Bind("in", "seq").Require(0), value),
        ["sameas"] = static (c, value, a) => IsSame(c, value, a.Bind("sameas", "other").Require(0)),
        ["eq"] = IsEqual,
        ["equalto"] = IsEqual,
        ["=="] = IsEqual,
        ["ne"] = static (c, value, a) => !IsEqual(c, value, a),
        ["!="] = static (c, value, a) => !IsEqual(c, value, a),
        ["lt"] = static (c, value, a) => Order(c, "<", value, a) < 0,
        ["lessthan"] = static (c, value, a) => Order(c, "<", value, a) < 0,
        ["<"] = static (c, value, a) => Order(c, "<", value, a) < 0,
        ["le"] = static (c, value, a) => Order(c, "<=", value, a) <= 0,
        ["<="] = static (c, value, a) => Order(c, "<=", value, a) <= 0,
        ["gt"] = static (c, value, a) => Order(c, ">", value, a) > 0,
        ["greaterthan"] = static (c, value, a) => Order(c, ">", value, a) > 0,
        [">"] = static (c, value, a) => Order(c, ">", value, a) > 0,
        ["ge"] = static (c, value, a) => Order(c, ">=", value, a) >= 0,
        [">="] = static (c, value, a) => Order(c, ">=", value, a) >= 0,
    };

    public static Test? Find(string name) => ByName.GetValueOrDefault(name);

    public static Test Require(string name) => Find(name) ?? throw TemplateFault.Evaluation($"there is no test '{name}'");

    private static bool IsEqual(RenderContext context, Value value, Arguments arguments) =>
        Comparison.AreEqual(context, value, arguments.Bind("eq", "other").Require(0));

    private static int Order(RenderContext context, string symbol, Value value, Arguments arguments) =>
        Comparison.Compare(context, symbol, value, arguments.Bind(symbol, "other").Require(0));

    private static double? Remainder(RenderContext context, Value value, Value divisor) =>
        Arithmetic.Number(Arithmetic.Modulo(context, value, divisor));

    private static bool IsSame(RenderContext context, Value value, Value other) =>
        ReferenceEquals(value, other) || (value.GetType() == other.GetType() && value is not (ListValue or DictValue) && Comparison.AreEqual(context, value, other));
}
