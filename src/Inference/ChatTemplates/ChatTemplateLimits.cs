namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>
/// What parsing and rendering one template may cost. A template comes with a model and its input with a request, so neither is
/// trusted: whatever passes a bound ends as a <see cref="ChatTemplateException"/>. The defaults leave room for a 4 MiB request
/// with thousands of messages and stop a hostile template within milliseconds to a few hundred of them.
/// </summary>
public sealed record ChatTemplateLimits
{
    /// <summary>The defaults.</summary>
    public static ChatTemplateLimits Default { get; } = new();

    /// <summary>Longest template source, in characters; the longest published ones have about 20,000.</summary>
    public int SourceCharsMax { get; init; } = 512 * 1024;

    /// <summary>Deepest nesting of blocks and expressions in the source.</summary>
    public int NestingMax { get; init; } = 100;

    /// <summary>Most nodes evaluated, scopes opened and values compared in one rendering; a message takes a few hundred.</summary>
    public long StepsMax { get; init; } = 2_000_000;

    /// <summary>Longest rendered prompt, and longest single string on the way to it, in characters.</summary>
    public int OutputCharsMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most characters copied or searched in one rendering, over all strings.</summary>
    public long TextWorkMax { get; init; } = 128L * 1024 * 1024;

    /// <summary>Deepest nesting of evaluation: macro calls, expressions, and values inside values.</summary>
    public int DepthMax { get; init; } = 500;

    /// <summary>Longest list that <c>range</c> and list arithmetic may make, in elements.</summary>
    public int ListItemsMax { get; init; } = 100_000;

    /// <summary>Longest time one rendering may take.</summary>
    public TimeSpan RenderTimeMax { get; init; } = TimeSpan.FromSeconds(2);
}
