using System.Text.Json;
using InferenceGateway.Contracts;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Checks <c>messages</c> before the template sees them: roles, content types, counts.</summary>
internal static class MessageReader
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool"];

    public static IReadOnlyList<JsonElement> Read(JsonFields fields)
    {
        if (fields.List("messages") is not { } list)
        {
            throw fields.Fault("messages", "'messages' is required.", "missing_required_parameter");
        }

        int count = list.GetArrayLength();
        if (count is 0 or > Limits.ChatMessagesMax)
        {
            throw fields.Fault("messages", $"'messages' has {count} entries; it must have 1 to {Limits.ChatMessagesMax}.", "invalid_value");
        }

        List<JsonElement> messages = [.. list.EnumerateArray()];
        for (int i = 0; i < count; i++)
        {
            Check(fields, messages[i], $"messages[{i}]");
        }

        return messages;
    }

    private static void Check(JsonFields fields, JsonElement message, string name)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw fields.WrongType(name, "an object", message);
        }

        JsonFields entry = new(message, name);
        string? role = entry.Text("role");
        if (role is null || !Roles.Contains(role))
        {
            throw entry.Fault("role", $"'{name}.role' is '{role}'; it must be one of {string.Join(", ", Roles)}.", "invalid_value");
        }

        if (entry.Find("content") is { } content)
        {
            CheckContent(entry, content, name);
        }
        else if (role != "assistant")
        {
            throw entry.Fault("content", $"'{name}.content' is required for the role {role}.", "missing_required_parameter");
        }
    }

    private static void CheckContent(JsonFields entry, JsonElement content, string name)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            return;
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw entry.WrongType("content", "a string or an array of parts", content);
        }

        foreach (JsonElement part in content.EnumerateArray())
        {
            bool text = part.ValueKind == JsonValueKind.Object
                && part.TryGetProperty("type", out JsonElement type) && type.ValueEquals("text")
                && part.TryGetProperty("text", out JsonElement value) && value.ValueKind == JsonValueKind.String;
            if (!text)
            {
                throw entry.Fault("content", $"'{name}.content' has a part that is not of type text; this model reads text only.", "invalid_value");
            }
        }
    }
}
