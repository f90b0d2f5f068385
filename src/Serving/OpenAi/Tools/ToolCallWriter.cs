using System.Text.Json;

namespace InferenceGateway.Serving.OpenAi.Tools;

/// <summary>Writes tool calls in the two shapes that OpenAI has for them.</summary>
internal static class ToolCallWriter
{
    /// <summary>Writes <c>content</c> and, if there are calls, <c>tool_calls</c> of a whole message.</summary>
    public static void WriteMessage(Utf8JsonWriter json, string text, IReadOnlyList<ToolCall> calls)
    {
        if (calls.Count == 0)
        {
            json.WriteString("content"u8, text);
            return;
        }

        json.WriteString("content"u8, text.Length == 0 ? null : text);
        json.WriteStartArray("tool_calls"u8);
        foreach (ToolCall call in calls)
        {
            json.WriteStartObject();
            WriteIdentity(json, call.Id);
            WriteFunction(json, call.Name, call.Arguments.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes <c>tool_calls</c> of a chunk: id, type and name come once, arguments in pieces.</summary>
    public static void WriteDelta(Utf8JsonWriter json, ToolDelta delta)
    {
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, delta.Call);
        if (delta.Id is not null)
        {
            WriteIdentity(json, delta.Id);
        }

        WriteFunction(json, delta.Name, delta.Arguments ?? "");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteIdentity(Utf8JsonWriter json, string id)
    {
        json.WriteString("id"u8, id);
        json.WriteString("type"u8, "function"u8);
    }

    private static void WriteFunction(Utf8JsonWriter json, string? name, string arguments)
    {
        json.WriteStartObject("function"u8);
        if (name is not null)
        {
            json.WriteString("name"u8, name);
        }

        json.WriteString("arguments"u8, arguments);
        json.WriteEndObject();
    }
}
