using System.Text.Json;

namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>
/// What a template is rendered with. JSON values are read during <see cref="ChatTemplate.Render"/> only, so their documents must
/// live that long. All text in them is untrusted, save for a message's role when it is one of OpenAI's.
/// </summary>
public sealed record ChatTemplateInput
{
    /// <summary>The conversation: objects with <c>role</c>, <c>content</c> and whatever else the template reads.</summary>
    public required IReadOnlyList<JsonElement> Messages { get; init; }

    /// <summary>Tool definitions as the request gave them, or null: the template then sees <c>none</c>.</summary>
    public IReadOnlyList<JsonElement>? Tools { get; init; }

    /// <summary>Whether the prompt ends with the header of the answer that is to be generated.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>Text of the token that begins a sequence, trusted; null when the model has none.</summary>
    public string? BosToken { get; init; }

    /// <summary>Text of the token that ends a sequence, trusted; null when the model has none.</summary>
    public string? EosToken { get; init; }

    /// <summary>More special tokens by variable name, for example <c>pad_token</c>; trusted.</summary>
    public IReadOnlyDictionary<string, string>? SpecialTokens { get; init; }

    /// <summary>Further variables of the request (<c>chat_template_kwargs</c>), untrusted; they do not hide the ones above.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }
}
