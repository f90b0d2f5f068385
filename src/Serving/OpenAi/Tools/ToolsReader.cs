using System.Buffers;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Inference.StructuredOutput;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Requests;

namespace InferenceGateway.Serving.OpenAi.Tools;

/// <summary>Reads <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>, and compiles the calls they allow.</summary>
internal sealed class ToolsReader(ServedModel model)
{
    private static readonly SearchValues<char> _nameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly JsonElement _noParameters = JsonElement.Parse("""{"type":"object","properties":{},"additionalProperties":false}""");

    /// <summary>The tools as the request gives them, for the chat template; null for none.</summary>
    public static IReadOnlyList<JsonElement>? Definitions(JsonFields fields, CompletionKind kind)
    {
        if (fields.List("tools") is not { } list || list.GetArrayLength() == 0)
        {
            return null;
        }

        if (kind == CompletionKind.Text)
        {
            throw fields.Fault("tools", "'tools' is not supported by /v1/completions; use /v1/chat/completions.", "unsupported_parameter");
        }

        int count = list.GetArrayLength();
        return count <= Limits.ToolsMax
            ? [.. list.EnumerateArray()]
            : throw fields.Fault("tools", $"'tools' has {count} entries; at most {Limits.ToolsMax} are taken.", "out_of_range");
    }

    /// <summary>The calls an answer may or must have; null if it cannot have any.</summary>
    /// <exception cref="OpenAiException">400: a tool is not a function, or its schema cannot be enforced, or the choice names none.</exception>
    public ToolPlan? Read(JsonFields fields, IReadOnlyList<JsonElement>? definitions, CancellationToken cancellation)
    {
        bool parallel = fields.Flag("parallel_tool_calls") ?? true;
        List<GrammarAlternative> tools = [];
        foreach (JsonElement definition in definitions ?? [])
        {
            GrammarAlternative tool = Tool(fields, definition, $"tools[{tools.Count}]");
            tools.Add(tools.TrueForAll(other => other.Name != tool.Name)
                ? tool
                : throw fields.Fault("tools", $"'tools' has two functions of the name '{tool.Name}'.", "invalid_value"));
        }

        (string mode, string? named) = Choice(fields, tools);
        if (tools.Count == 0 || mode == "none")
        {
            return null;
        }

        IReadOnlyList<GrammarAlternative> allowed = named is null ? tools : [tools.Find(tool => tool.Name == named)!];
        StructuredGrammar grammar = Compile(fields, allowed, parallel && named is null ? Limits.ToolCallsMax : 1, cancellation);
        return new ToolPlan(grammar, mode == "auto" ? model.ToolCalls : null);
    }

    private static GrammarAlternative Tool(JsonFields fields, JsonElement definition, string path)
    {
        if (definition.ValueKind != JsonValueKind.Object)
        {
            throw fields.WrongType(path, "an object", definition);
        }

        JsonFields tool = new(definition, path);
        if (tool.Text("type") is not "function")
        {
            throw tool.Fault("type", $"'{path}.type' must be function; this server has no tools of its own.", "invalid_value");
        }

        JsonFields function = tool.Object("function") ?? throw tool.Fault("function", $"'{path}.function' is required.", "missing_required_parameter");
        string name = function.Text("name") ?? "";
        if (name.Length is 0 or > Limits.ToolNameCharsMax || name.AsSpan().ContainsAnyExcept(_nameChars))
        {
            throw function.Fault(
                "name", $"'{path}.function.name' must have 1 to {Limits.ToolNameCharsMax} letters, digits, '_' or '-'.", "invalid_value");
        }

        function.Text("description");
        function.Flag("strict");
        return new GrammarAlternative(name, ToolCallFormat.Begin(name), Parameters(function), ToolCallFormat.Close);
    }

    private static JsonElement Parameters(JsonFields function)
    {
        if (function.Object("parameters") is not { } schema)
        {
            return _noParameters;
        }

        // As OpenAI: arguments are an object.
        JsonElement written = function.Find("parameters")!.Value;
        return schema.Find("type") switch
        {
            { ValueKind: JsonValueKind.String } type when type.ValueEquals("object") => written,
            _ => throw schema.Fault("type", $"'{schema.PathOf("type")}' must be object.", "invalid_function_parameters"),
        };
    }

    private static (string Mode, string? Named) Choice(JsonFields fields, List<GrammarAlternative> tools)
    {
        switch (fields.Find("tool_choice"))
        {
            case null:
                return ("auto", null);
            case { ValueKind: JsonValueKind.String } word when word.GetString() is "none" or "auto" or "required":
                return word.ValueEquals("required") && tools.Count == 0
                    ? throw fields.Fault("tool_choice", "'tool_choice' is required, but there are no 'tools'.", "invalid_value")
                    : (word.GetString()!, null);
            case { ValueKind: JsonValueKind.Object }:
                return ("named", Named(fields.Object("tool_choice")!.Value, tools));
            default:
                throw fields.Fault("tool_choice", "'tool_choice' must be none, auto, required, or an object that names a function.", "invalid_value");
        }
    }

    private static string Named(JsonFields choice, List<GrammarAlternative> tools)
    {
        if (choice.Text("type") is not "function")
        {
            throw choice.Fault("type", "'tool_choice.type' must be function.", "invalid_value");
        }

        string? name = choice.Object("function")?.Text("name");
        return tools.Exists(tool => tool.Name == name)
            ? name!
            : throw choice.Fault("function", "'tool_choice.function.name' is none of the functions in 'tools'.", "invalid_value");
    }

    private StructuredGrammar Compile(JsonFields fields, IReadOnlyList<GrammarAlternative> tools, int most, CancellationToken cancellation)
    {
        try
        {
            return model.Structured.CompileAlternatives(tools, ToolCallFormat.Separator, most, cancellation);
        }
        catch (StructuredOutputException fault)
        {
            throw fields.Fault("tools", $"'tools' cannot be enforced: {fault.Message}", "invalid_function_parameters");
        }
    }
}
