namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>A fault that does not know its place yet; the node being evaluated turns it into a <see cref="ChatTemplateException"/>.</summary>
internal sealed class TemplateFault : Exception
{
    private TemplateFault(ChatTemplateFault kind, string detail)
        : base(detail) => Kind = kind;

    public ChatTemplateFault Kind { get; }

    public static TemplateFault Evaluation(string detail) => new(ChatTemplateFault.Evaluation, detail);

    public static TemplateFault Limit(string detail) => new(ChatTemplateFault.Limit, detail);

    public static TemplateFault Refused(string detail) => new(ChatTemplateFault.Refused, detail);
}
