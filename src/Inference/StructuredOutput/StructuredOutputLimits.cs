namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>
/// What compiling one schema may cost, and how loose its documents may be. Schemas come with requests and are not trusted:
/// whatever passes a bound ends as a <see cref="StructuredOutputException"/>. The defaults accept what OpenAI's strict mode accepts.
/// </summary>
public sealed record StructuredOutputLimits
{
    /// <summary>The defaults.</summary>
    public static StructuredOutputLimits Default { get; } = new();

    /// <summary>Largest schema, in bytes of its JSON.</summary>
    public int SchemaBytesMax { get; init; } = 512 * 1024;

    /// <summary>Deepest nesting of schemas inside schemas; OpenAI allows 10 levels of objects.</summary>
    public int SchemaNestingMax { get; init; } = 32;

    /// <summary>Most properties in all objects of a schema (OpenAI's bound).</summary>
    public int PropertiesMax { get; init; } = 5000;

    /// <summary>Most values in all <c>enum</c> and <c>const</c> of a schema (OpenAI's bound for enumerations).</summary>
    public int EnumValuesMax { get; init; } = 1000;

    /// <summary>Most alternatives of one value, counting every type, <c>anyOf</c> branch and reference once.</summary>
    public int AlternativesMax { get; init; } = 256;

    /// <summary>Longest <c>pattern</c>, in characters.</summary>
    public int PatternCharsMax { get; init; } = 1024;

    /// <summary>Most states that one <c>pattern</c> may compile to.</summary>
    public int PatternStatesMax { get; init; } = 8192;

    /// <summary>Most states of the whole compiled grammar; a state takes about 40 bytes.</summary>
    public int StatesMax { get; init; } = 200_000;

    /// <summary>Longest time one compilation may take.</summary>
    public TimeSpan CompileTimeMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Deepest nesting of a generated document; common JSON readers stop at 64.</summary>
    public int DocumentDepthMax { get; init; } = 60;

    /// <summary>
    /// Most whitespace characters in a row between the parts of a document; 0 asks for compact JSON. Without a bound a model can
    /// print blanks for ever.
    /// </summary>
    public int WhitespaceRunMax { get; init; } = 20;

    /// <summary>Memory that one grammar may keep for steps it has seen, in bytes; when full it is emptied and filled anew.</summary>
    public int StepCacheBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Most work for one mask, counted in visited token prefixes and open alternatives. Past it a mask holds fewer tokens than it
    /// could, never none, and the same ones every time.
    /// </summary>
    public int MaskWorkMax { get; init; } = 1_000_000;
}
