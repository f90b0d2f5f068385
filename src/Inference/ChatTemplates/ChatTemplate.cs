using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Syntax;

namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>
/// A parsed chat template in the subset of Jinja that published models use, with the whitespace rules they are written for. Parse
/// once per model; instances are immutable and render any number of conversations at once.
/// </summary>
public sealed class ChatTemplate
{
    private readonly Block body;
    private readonly ChatTemplateLimits limits;
    private readonly TimeProvider time;

    private ChatTemplate(string name, Block body, bool readsContentParts, ChatTemplateLimits limits, TimeProvider time)
    {
        Name = name;
        ReadsContentParts = readsContentParts;
        this.body = body;
        this.limits = limits;
        this.time = time;
    }

    /// <summary>Name of the template or of its file, as error messages give it.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the template walks over the parts of a message's content. One that does not is given the text of the parts, joined by line
    /// ends, and a part that is not text is refused.
    /// </summary>
    public bool ReadsContentParts { get; }

    /// <summary>Parses a template.</summary>
    /// <param name="source">Text of the template.</param>
    /// <param name="limits">Bounds of parsing and rendering; null for the defaults.</param>
    /// <param name="time">Clock for the deadline and for <c>strftime_now</c>; null for the system's.</param>
    /// <param name="name">Name for error messages.</param>
    /// <exception cref="ChatTemplateException">The source is too long or is not a template this interpreter knows.</exception>
    public static ChatTemplate Parse(
        string source, ChatTemplateLimits? limits = null, TimeProvider? time = null, string name = "chat template")
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= ChatTemplateLimits.Default;
        if (source.Length > limits.SourceCharsMax)
        {
            var detail = $"the template has {source.Length} characters, more than the limit of {limits.SourceCharsMax}";
            throw new ChatTemplateException(ChatTemplateFault.Limit, detail, name, 0, 0);
        }

        var parser = new StatementParser(new SourceText(name, source), limits.NestingMax);
        return new ChatTemplate(name, parser.Parse(), parser.SawContentLoop, limits, time ?? TimeProvider.System);
    }

    /// <summary>Renders a conversation.</summary>
    /// <param name="input">The conversation and what else the template reads.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="ChatTemplateException">
    /// The template refuses the conversation (<see cref="ChatTemplateException.IsClientFault"/>), cannot work on it, or passes a limit.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RenderedPrompt Render(ChatTemplateInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        cancellationToken.ThrowIfCancellationRequested();
        var context = new RenderContext(Name, limits, time, cancellationToken);
        var frame = InputVariables.Define(context, input, ReadsContentParts);
        body.Execute(frame);
        return frame.Output.ToPrompt();
    }
}
