namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>Parses a template: text, outputs, and block tags.</summary>
internal sealed class StatementParser
{
    private readonly TokenStream stream;
    private readonly ExpressionParser expressions;
    private int loops;

    public StatementParser(SourceText source, int nestingMax)
    {
        stream = new TokenStream(source, Lexer.Tokenize(source), nestingMax);
        expressions = new ExpressionParser(stream);
    }

    /// <summary>Whether a loop walks over something called <c>content</c>: then the template reads a message's parts itself.</summary>
    public bool SawContentLoop { get; private set; }

    public Block Parse() => ParseUntil([]);

    /// <summary>Statements up to a tag with one of the names; the stream then stands behind that name.</summary>
    private Block ParseUntil(params ReadOnlySpan<string> ends)
    {
        var statements = new List<Statement>();
        while (stream.Current.Kind != TokenKind.End)
        {
            var token = stream.Take();
            if (token.Kind == TokenKind.Data)
            {
                statements.Add(new Text(token.Position, token.Text));
            }
            else if (token.Kind == TokenKind.OutputBegin)
            {
                statements.Add(ParseOutput(token.Position));
            }
            else if (ends.Contains(stream.Current.Text))
            {
                return new Block(statements);
            }
            else
            {
                statements.Add(stream.Nested(ParseTag));
            }
        }

        return ends.IsEmpty ? new Block(statements) : throw stream.Unexpected($"a tag '{string.Join("' or '", ends.ToArray())}'");
    }

    private Output ParseOutput(Position position)
    {
        var value = expressions.ParseTuple();
        stream.Expect(TokenKind.OutputEnd, "'}}'");
        return new Output(position, value);
    }

    private Statement ParseTag()
    {
        var tag = stream.Expect(TokenKind.Name, "the name of a tag");
        return tag.Text switch
        {
            "set" => ParseSet(tag.Position),
            "if" => ParseIf(tag.Position),
            "for" => ParseFor(tag.Position),
            "macro" => ParseMacro(tag.Position),
            "call" => ParseCall(tag.Position),
            "filter" => ParseFilterBlock(tag.Position),
            "with" => ParseWith(tag.Position),
            "generation" => new Scope(tag.Position, [], ParseTagBody("endgeneration")),
            "break" => ParseJump(tag.Position, Flow.Break),
            "continue" => ParseJump(tag.Position, Flow.Continue),
            "include" or "import" or "from" or "extends" or "block" =>
                throw stream.Error(tag.Position, $"the tag '{tag.Text}' is not supported: a chat template stands alone"),
            _ => throw stream.Error(tag.Position, $"there is no tag '{tag.Text}'"),
        };
    }

    private void ExpectTagEnd() => stream.Expect(TokenKind.BlockEnd, "'%}'");

    /// <summary>The rest of a tag, its body, and its end tag.</summary>
    private Block ParseTagBody(string end)
    {
        ExpectTagEnd();
        var body = ParseUntil(end);
        stream.Take();
        ExpectTagEnd();
        return body;
    }

    private Statement ParseSet(Position position)
    {
        var target = ParseTarget(allowsAttribute: true);
        if (stream.TryTake("="))
        {
            var value = expressions.ParseTuple();
            ExpectTagEnd();
            return new Set(position, target, value);
        }

        var filtered = expressions.ParseFilters(new Captured(position));
        return new SetBlock(position, target, ParseTagBody("endset"), filtered);
    }

    private AssignmentTarget ParseTarget(bool allowsAttribute)
    {
        var inBrackets = stream.TryTake("(");
        var names = new List<string> { ParseTargetName() };
        if (allowsAttribute && stream.TryTake("."))
        {
            return new AssignmentTarget(names, ParseTargetName());
        }

        while (stream.TryTake(","))
        {
            names.Add(ParseTargetName());
        }

        if (inBrackets)
        {
            stream.Expect(")");
        }

        return new AssignmentTarget(names, null);
    }

    private string ParseTargetName() => stream.Expect(TokenKind.Name, "a name to assign to").Text;

    private If ParseIf(Position position)
    {
        var branches = new List<(Expression, Block)>();
        do
        {
            var condition = expressions.ParseTuple();
            ExpectTagEnd();
            branches.Add((condition, ParseUntil("elif", "else", "endif")));
        }
        while (stream.TryTakeName("elif"));
        return new If(position, branches, ParseElse("endif"));
    }

    /// <summary>The body of an <c>else</c>, empty if there is none, and the end tag. The stream stands at either name.</summary>
    private Block ParseElse(string end)
    {
        var body = new Block([]);
        if (stream.TryTakeName("else"))
        {
            ExpectTagEnd();
            body = ParseUntil(end);
        }

        stream.ExpectName(end);
        ExpectTagEnd();
        return body;
    }

    private For ParseFor(Position position)
    {
        var target = ParseTarget(allowsAttribute: false);
        stream.ExpectName("in");
        var sequenceStart = stream.Index;
        var sequence = expressions.ParseTuple(allowsIf: false);
        SawContentLoop |= stream.HasWordSince(sequenceStart, "content");
        var condition = stream.TryTakeName("if") ? expressions.Parse() : null;
        ExpectTagEnd();
        loops++;
        var body = ParseUntil("else", "endfor");
        loops--;
        return new For(position, target, sequence, condition, body, ParseElse("endfor"));
    }

    private Jump ParseJump(Position position, Flow flow)
    {
        ExpectTagEnd();
        return loops > 0 ? new Jump(position, flow) : throw stream.Error(position, "'break' and 'continue' belong inside a 'for'");
    }

    private MacroDefinition ParseMacro(Position position)
    {
        var name = stream.Expect(TokenKind.Name, "the name of a macro").Text;
        return new MacroDefinition(position, name, ParseMacroBody(name, ParseParameters(), "endmacro"));
    }

    private Macro ParseMacroBody(string name, List<(string, Expression?)> parameters, string end)
    {
        // A loop around a definition is not a loop of its body.
        var outerLoops = loops;
        loops = 0;
        var body = ParseTagBody(end);
        loops = outerLoops;
        return new Macro(name, parameters, body);
    }

    private List<(string Name, Expression? Default)> ParseParameters()
    {
        stream.Expect("(");
        var parameters = new List<(string, Expression?)>();
        while (!stream.At(")"))
        {
            var name = ParseTargetName();
            parameters.Add((name, stream.TryTake("=") ? expressions.Parse() : null));
            if (!stream.At(")"))
            {
                stream.Expect(",");
            }
        }

        stream.Expect(")");
        return parameters;
    }

    private CallBlock ParseCall(Position position)
    {
        var parameters = stream.At("(") ? ParseParameters() : [];
        var call = expressions.Parse() as Call ?? throw stream.Error(position, "the tag 'call' needs a call");
        return new CallBlock(position, call, ParseMacroBody(Macro.CallerName, parameters, "endcall"));
    }

    private FilterBlock ParseFilterBlock(Position position)
    {
        var filtered = expressions.ParseFilters(expressions.ParseFilterName(new Captured(position)));
        return new FilterBlock(position, ParseTagBody("endfilter"), filtered);
    }

    private Scope ParseWith(Position position)
    {
        var variables = new List<(AssignmentTarget, Expression)>();
        while (stream.Current.Kind == TokenKind.Name)
        {
            var target = new AssignmentTarget([ParseTargetName()], null);
            stream.Expect("=");
            variables.Add((target, expressions.Parse()));
            stream.TryTake(",");
        }

        return new Scope(position, variables, ParseTagBody("endwith"));
    }
}
