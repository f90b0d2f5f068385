using System.Text.Json;
using InferenceGateway.Inference.ChatTemplates;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>Makes inputs for templates from JSON.</summary>
internal static class Conversations
{
    public static ChatTemplateInput Of(JsonElement conversation) => new()
    {
        Messages = [.. conversation.GetProperty("messages").EnumerateArray()],
        Tools = conversation.TryGetProperty("tools", out var tools) ? [.. tools.EnumerateArray()] : null,
        AddGenerationPrompt = conversation.TryGetProperty("add_generation_prompt", out var add) && add.GetBoolean(),
        BosToken = "<s>",
        EosToken = "</s>",
        Variables = conversation.TryGetProperty("variables", out var variables)
            ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value)
            : null,
    };

    public static ChatTemplateInput OfMessages(string json) => Of(JsonDocument.Parse($$"""{"messages": {{json}}}""").RootElement);

    public static ChatTemplateInput OfUser(string content) => OfMessages($$"""[{"role": "user", "content": {{JsonSerializer.Serialize(content)}}}]""");

    public static RenderedPrompt Render(string template, ChatTemplateInput? input = null) =>
        ChatTemplate.Parse(template).Render(input ?? OfUser("hello"), TestContext.Current.CancellationToken);
}
