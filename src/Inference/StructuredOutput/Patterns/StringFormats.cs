using InferenceGateway.Inference.StructuredOutput.Schemas;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>The formats of strings, each as a pattern that is at most as wide as the format.</summary>
internal static class StringFormats
{
    private const string Year = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})";
    private const string MonthAndDay =
        "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))";

    private const string TimeOfDay = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,7})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])";
    private const string Byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string Label = "[a-z0-9A-Z]([a-z0-9A-Z-]{0,28}[a-z0-9A-Z])?";
    private const string Host = Label + "(\\." + Label + "){0,5}";
    private const string Group = "[0-9a-fA-F]{1,4}";

    private const string Clock = "[0-9]{1,9}S|[0-9]{1,9}M([0-9]{1,9}S)?|[0-9]{1,9}H([0-9]{1,9}M([0-9]{1,9}S)?)?";
    private const string Calendar = "[0-9]{1,9}D|[0-9]{1,9}M([0-9]{1,9}D)?|[0-9]{1,9}Y([0-9]{1,9}M([0-9]{1,9}D)?)?";

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["date"] = $"^{Year}-{MonthAndDay}$",
        ["time"] = $"^{TimeOfDay}$",
        ["date-time"] = $"^{Year}-{MonthAndDay}T{TimeOfDay}$",
        ["duration"] = $"^P([0-9]{{1,9}}W|({Calendar})(T({Clock}))?|T({Clock}))$",
        ["email"] = $"^[a-zA-Z0-9_+-]{{1,32}}(\\.[a-zA-Z0-9_+-]{{1,32}}){{0,3}}@{Label}(\\.{Label}){{1,4}}$",
        ["hostname"] = $"^{Host}$",
        ["ipv4"] = $"^{Byte}(\\.{Byte}){{3}}$",
        ["ipv6"] = $"^({Group}(:{Group}){{7}}|::({Group}(:{Group}){{0,5}})?|({Group}:){{1,6}}:({Group})?)$",
        ["uuid"] = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    };

    public static string PatternOf(SchemaNode format)
    {
        string name = format.Text();
        return Patterns.TryGetValue(name, out string? pattern)
            ? pattern
            : throw format.Refused($"the format '{name}' is not supported; these are: {string.Join(", ", Patterns.Keys.Order())}");
    }
}
