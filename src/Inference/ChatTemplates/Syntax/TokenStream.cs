namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>The tokens of a template and the parser's place in them.</summary>
internal sealed class TokenStream(SourceText source, IReadOnlyList<Token> tokens, int nestingMax)
{
    private int nesting;

    /// <summary>Number of tokens taken.</summary>
    public int Index { get; private set; }

    public Token Current => tokens[Index];

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[Index++];

    public bool At(string operation) => Current.Is(TokenKind.Operator, operation);

    public bool AtName(string name) => Current.Is(TokenKind.Name, name);

    public bool NextIsName(string name) => Index + 1 < tokens.Count && tokens[Index + 1].Is(TokenKind.Name, name);

    public bool TryTake(string operation) => TryTake(TokenKind.Operator, operation);

    public bool TryTakeName(string name) => TryTake(TokenKind.Name, name);

    public Token Expect(string operation) => At(operation) ? Take() : throw Unexpected($"'{operation}'");

    public Token ExpectName(string name) => AtName(name) ? Take() : throw Unexpected($"'{name}'");

    public Token Expect(TokenKind kind, string expected) => Current.Kind == kind ? Take() : throw Unexpected(expected);

    public ChatTemplateException Unexpected(string expected) =>
        source.Error(Current.Position, $"unexpected {Current.Describe()}, expected {expected}");

    public ChatTemplateException Error(Position position, string detail) => source.Error(position, detail);

    /// <summary>Whether a name or a string taken since the token at <paramref name="start"/> is <paramref name="word"/>.</summary>
    public bool HasWordSince(int start, string word)
    {
        for (var i = start; i < Index; i++)
        {
            if (tokens[i].Kind is TokenKind.Name or TokenKind.String && tokens[i].Text == word)
            {
                return true;
            }
        }

        return false;
    }

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
            Index++;
        }

        return found;
    }
}
