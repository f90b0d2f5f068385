namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>The templates of one model, parsed, and the special tokens they print. Immutable; share one per model.</summary>
public sealed class ModelChatTemplates
{
    private const string DefaultName = "default";
    private const string ToolUseName = "tool_use";

    private readonly IReadOnlyDictionary<string, string> specialTokens;

    internal ModelChatTemplates(IReadOnlyDictionary<string, ChatTemplate> byName, IReadOnlyDictionary<string, string> specialTokens)
    {
        ByName = byName;
        this.specialTokens = specialTokens;
        Default = byName.GetValueOrDefault(DefaultName) ?? byName.Values.First();
    }

    /// <summary>All templates by name; a model with only one calls it <c>default</c>.</summary>
    public IReadOnlyDictionary<string, ChatTemplate> ByName { get; }

    /// <summary>The template for conversations without tools.</summary>
    public ChatTemplate Default { get; }

    /// <summary>Renders with the template for tools if there is one and tools are given, else with <see cref="Default"/>.</summary>
    /// <param name="input">The conversation. Special tokens it does not give are taken from <c>tokenizer_config.json</c>.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="ChatTemplateException">See <see cref="ChatTemplate.Render"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RenderedPrompt Render(ChatTemplateInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var template = input.Tools is { Count: > 0 } ? ByName.GetValueOrDefault(ToolUseName) ?? Default : Default;
        return template.Render(WithTokens(input), cancellationToken);
    }

    private ChatTemplateInput WithTokens(ChatTemplateInput input)
    {
        var tokens = new Dictionary<string, string>(specialTokens, StringComparer.Ordinal);
        foreach (var (name, text) in input.SpecialTokens ?? new Dictionary<string, string>())
        {
            tokens[name] = text;
        }

        return input with { SpecialTokens = tokens };
    }
}
