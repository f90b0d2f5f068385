namespace InferenceGateway.Inference.ChatTemplates.Syntax;

internal enum TokenKind
{
    Data,
    OutputBegin,
    OutputEnd,
    BlockBegin,
    BlockEnd,
    Name,
    Integer,
    Float,
    String,
    Operator,
    End,
}

/// <summary>A piece of source; <paramref name="Text"/> is unescaped for strings.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, Position Position)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;

    public string Describe() => Kind switch
    {
        TokenKind.End => "end of template",
        TokenKind.Data => "text",
        TokenKind.OutputEnd => "'}}'",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
