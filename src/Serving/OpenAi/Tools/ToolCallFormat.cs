namespace InferenceGateway.Serving.OpenAi.Tools;

/// <summary>
/// How a model writes that it calls a tool: an object with name and arguments between two tags, one call per pair. Models of the Hermes
/// and Qwen 2.5 families are trained on it; others are held to it by the grammar.
/// </summary>
internal static class ToolCallFormat
{
    public const string Open = "<tool_call>";

    /// <summary>Between the end of the arguments and whatever follows the call.</summary>
    public const string Close = "}\n</tool_call>";

    public const string Separator = "\n";

    public const string BeforeName = "\"name\": \"";

    public const string BeforeArguments = "\"arguments\": ";

    /// <summary>A call from its beginning to its arguments. Names need no escaping: they have letters, digits, '_' and '-'.</summary>
    public static string Begin(string name) => $"{Open}\n{{{BeforeName}{name}\", {BeforeArguments}";
}
