namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>The tokens of a template and the parser's place in them.</summary>
internal sealed class TokenStream(SourceText source, IReadOnlyList<Token> tokens, int nestingMax)
{
    private int index;
    private int nesting;

    public Token Current => tokens[index];

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[index++];

    public bool At(string operation) => Current.Is(TokenKind.Operator, operation);

    public bool AtName(string name) => Current.Is(TokenKind.Name, name);

    public bool NextIsName(string name) => index + 1 < tokens.Count && tokens[index + 1].Is(TokenKind.Name, name);

    public bool TryTake(string operation) => TryTake(TokenKind.Operator, operation);

    public bool TryTakeName(string name) => TryTake(TokenKind.Name, name);

    public Token Expect(string operation) => At(operation) ? Take() : throw Unexpected($"'{operation}'");

    public Token ExpectName(string name) => AtName(name) ? Take() : throw Unexpected($"'{name}'");

    public Token Expect(TokenKind kind, string expected) => Current.Kind == kind ? Take() : throw Unexpected(expected);

    public ChatTemplateException Unexpected(string expected) =>
        source.Error(Current.Position, $"unexpected {Current.Describe()}, expected {expected}");

    public ChatTemplateException Error(Position position, string detail) => source.Error(position, detail);

    /// <summary>Runs a parser one level deeper, up to the limit.</summary>
    public T Nested<T>(Func<T> parse)
    {
        if (++nesting > nestingMax)
        {
            throw source.Error(Current.Position, $"the template is nested deeper than the limit of {nestingMax}");
        }

        var result = parse();
        nesting--;
        return result;
    }

    private bool TryTake(TokenKind kind, string text)
    {
        var found = Current.Is(kind, text);
        if (found)
        {
            index++;
        }

        return found;
    }
}
