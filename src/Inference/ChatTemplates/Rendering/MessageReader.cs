using System.Text.Json;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Turns messages as OpenAI writes them into what templates expect: trusted roles, arguments as mappings, text as a string.</summary>
internal sealed class MessageReader(RenderContext context, bool readsContentParts)
{
    /// <summary>
    /// Roles whose text is trusted: templates build special tokens from them (<c>'&lt;|' + role + '|&gt;'</c>). It is a closed set, for any
    /// other word could name a token that ends a turn.
    /// </summary>
    private static readonly HashSet<string> TrustedRoles = ["system", "developer", "user", "assistant", "tool", "function"];

    public Value Read(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object ? JsonValues.ReadObject(message, ReadProperty) : JsonValues.Read(context, message);

    private Value ReadProperty(JsonProperty property) => (property.Name, property.Value.ValueKind) switch
    {
        ("role", JsonValueKind.String) when TrustedRoles.Contains(property.Value.GetString()!) => TextValue.Trusted(property.Value.GetString()!),
        ("content", JsonValueKind.Array) when !readsContentParts => JoinParts(property.Value),
        ("tool_calls", JsonValueKind.Array) => new ListValue([.. property.Value.EnumerateArray().Select(ReadToolCall)]),
        _ => JsonValues.Read(context, property.Value),
    };

    private TextValue JoinParts(JsonElement parts)
    {
        var builder = new TextBuilder(context);
        foreach (var part in parts.EnumerateArray())
        {
            builder.AppendTrusted(builder.Length == 0 ? "" : "\n");
            builder.Append(TextValue.FromRequest(TextOf(part)));
        }

        return builder.ToText();
    }

    private static string TextOf(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
        {
            return text.GetString()!;
        }

        throw TemplateFault.Refused("This model's chat template takes text only; a part of a message's content is something else.");
    }

    private Value ReadToolCall(JsonElement call) => call.ValueKind != JsonValueKind.Object
        ? JsonValues.Read(context, call)
        : JsonValues.ReadObject(call, property => property.NameEquals("function") && property.Value.ValueKind == JsonValueKind.Object
            ? JsonValues.ReadObject(property.Value, ReadFunctionProperty)
            : JsonValues.Read(context, property.Value));

    private Value ReadFunctionProperty(JsonProperty property) =>
        property.NameEquals("arguments") && property.Value.ValueKind == JsonValueKind.String
            ? ReadArguments(property.Value)
            : JsonValues.Read(context, property.Value);

    /// <summary>OpenAI writes arguments as JSON in a string, templates expect the mapping. What is no mapping stays a string.</summary>
    private Value ReadArguments(JsonElement arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments.GetString()!);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonValues.Read(context, document.RootElement)
                : JsonValues.Read(context, arguments);
        }
        catch (JsonException)
        {
            return JsonValues.Read(context, arguments);
        }
    }
}
