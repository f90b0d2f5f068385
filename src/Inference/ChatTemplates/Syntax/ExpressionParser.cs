using System.Globalization;
using System.Text;
using InferenceGateway.Inference.ChatTemplates.Functions;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>Parses expressions by recursive descent, with Jinja's order of operators.</summary>
internal sealed class ExpressionParser(TokenStream stream)
{
    private static readonly Dictionary<string, BinaryOperation> Sums = new()
    {
        ["+"] = Arithmetic.Add,
        ["-"] = Arithmetic.Subtract,
    };

    private static readonly Dictionary<string, BinaryOperation> Products = new()
    {
        ["*"] = Arithmetic.Multiply,
        ["/"] = Arithmetic.Divide,
        ["//"] = Arithmetic.FloorDivide,
        ["%"] = Arithmetic.Modulo,
    };

    private static readonly Dictionary<string, BinaryOperation> Powers = new() { ["**"] = Arithmetic.Power };

    private static readonly HashSet<string> Comparers = ["==", "!=", "<", "<=", ">", ">="];

    private static readonly HashSet<string> NoTestArgument = ["else", "or", "and", "if", "is", "in", "not"];

    public Expression Parse() => stream.Nested(() => ParseConditional(allowsIf: true));

    /// <summary>An expression, or several between commas, which make a tuple.</summary>
    public Expression ParseTuple(bool allowsIf = true)
    {
        var position = stream.Current.Position;
        var first = stream.Nested(() => ParseConditional(allowsIf));
        if (!stream.At(","))
        {
            return first;
        }

        var items = new List<Expression> { first };
        while (stream.TryTake(",") && !AtTupleEnd())
        {
            items.Add(stream.Nested(() => ParseConditional(allowsIf)));
        }

        return new ListLiteral(position, items, isTuple: true);
    }

    public ArgumentList ParseArguments()
    {
        stream.Expect("(");
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        while (!stream.At(")"))
        {
            var position = stream.Current.Position;
            var value = Parse();
            if (value is Name name && stream.TryTake("="))
            {
                named.Add((name.Text, Parse()));
            }
            else if (named.Count > 0)
            {
                throw stream.Error(position, "a positional argument cannot follow a named one");
            }
            else
            {
                positional.Add(value);
            }

            TakeSeparator(")");
        }

        stream.Expect(")");
        return new ArgumentList(positional, named);
    }

    /// <summary>Filters and tests after an operand, which may be the text of a filter block.</summary>
    public Expression ParseFilters(Expression operand)
    {
        while (true)
        {
            if (stream.At("|"))
            {
                operand = ParseFilter(operand);
            }
            else if (stream.AtName("is"))
            {
                operand = ParseTest(operand);
            }
            else if (stream.At("("))
            {
                operand = new Call(stream.Current.Position, operand, ParseArguments());
            }
            else
            {
                return operand;
            }
        }
    }

    public Expression ParseFilter(Expression input)
    {
        stream.Expect("|");
        return ParseFilterName(input);
    }

    /// <summary>A filter's name and arguments, as a filter block begins with them.</summary>
    public Expression ParseFilterName(Expression input)
    {
        var name = stream.Expect(TokenKind.Name, "the name of a filter");
        var filter = Filters.Find(name.Text) ?? throw stream.Error(name.Position, $"there is no filter '{name.Text}'");
        return new FilterCall(name.Position, filter, input, stream.At("(") ? ParseArguments() : ArgumentList.Empty);
    }

    private bool AtTupleEnd() =>
        stream.Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd or TokenKind.End || stream.At(")") || stream.At("=");

    private void TakeSeparator(string end)
    {
        if (!stream.At(end))
        {
            stream.Expect(",");
        }
    }

    private Expression ParseConditional(bool allowsIf)
    {
        var value = ParseOr();
        while (allowsIf && stream.AtName("if"))
        {
            var position = stream.Take().Position;
            var condition = ParseOr();
            var otherwise = stream.TryTakeName("else") ? Parse() : null;
            value = new Conditional(position, condition, value, otherwise);
        }

        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (stream.AtName("or"))
        {
            left = new Logical(stream.Take().Position, isAnd: false, left, ParseAnd());
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (stream.AtName("and"))
        {
            left = new Logical(stream.Take().Position, isAnd: true, left, ParseNot());
        }

        return left;
    }

    private Expression ParseNot() =>
        stream.AtName("not") ? new Not(stream.Take().Position, stream.Nested(ParseNot)) : ParseComparisons();

    private Expression ParseComparisons()
    {
        var position = stream.Current.Position;
        var first = ParseSum();
        var rest = new List<(string, Expression)>();
        while (TakeComparer() is { } symbol)
        {
            rest.Add((symbol, ParseSum()));
        }

        return rest.Count == 0 ? first : new Comparisons(position, first, rest);
    }

    private string? TakeComparer()
    {
        if (stream.Current.Kind == TokenKind.Operator && Comparers.Contains(stream.Current.Text))
        {
            return stream.Take().Text;
        }

        if (stream.AtName("not") && stream.NextIsName("in"))
        {
            stream.Take();
            stream.Take();
            return "not in";
        }

        return stream.TryTakeName("in") ? "in" : null;
    }

    private Expression ParseSum() => ParseBinary(Sums, ParseConcatenation);

    private Expression ParseConcatenation()
    {
        var position = stream.Current.Position;
        var parts = new List<Expression> { ParseProduct() };
        while (stream.TryTake("~"))
        {
            parts.Add(ParseProduct());
        }

        return parts.Count == 1 ? parts[0] : new Concatenation(position, parts);
    }

    private Expression ParseProduct() => ParseBinary(Products, ParsePower);

    private Expression ParsePower() => ParseBinary(Powers, () => ParseSigned(takesFilters: true));

    private Expression ParseBinary(Dictionary<string, BinaryOperation> operations, Func<Expression> parseOperand)
    {
        var left = parseOperand();
        while (stream.Current.Kind == TokenKind.Operator && operations.TryGetValue(stream.Current.Text, out var operation))
        {
            left = new Binary(stream.Take().Position, operation, left, parseOperand());
        }

        return left;
    }

    private Expression ParseSigned(bool takesFilters)
    {
        var isNegative = stream.At("-");
        var operand = isNegative || stream.At("+")
            ? new Sign(stream.Take().Position, isNegative, stream.Nested(() => ParseSigned(takesFilters: false)))
            : ParsePostfix(ParsePrimary());
        return takesFilters ? ParseFilters(operand) : operand;
    }

    private Expression ParsePostfix(Expression target)
    {
        while (true)
        {
            if (stream.At("."))
            {
                target = ParseAttribute(target);
            }
            else if (stream.At("["))
            {
                target = ParseElement(target);
            }
            else if (stream.At("("))
            {
                target = new Call(stream.Current.Position, target, ParseArguments());
            }
            else
            {
                return target;
            }
        }
    }

    private Expression ParseAttribute(Expression target)
    {
        var position = stream.Expect(".").Position;
        return stream.Current.Kind == TokenKind.Integer
            ? new ElementAccess(position, target, ParsePrimary())
            : new AttributeAccess(position, target, stream.Expect(TokenKind.Name, "the name of an attribute").Text);
    }

    private Expression ParseElement(Expression target)
    {
        var position = stream.Expect("[").Position;
        var start = stream.At(":") ? null : ParseTuple();
        if (!stream.TryTake(":"))
        {
            stream.Expect("]");
            return new ElementAccess(position, target, start!);
        }

        var stop = stream.At(":") || stream.At("]") ? null : Parse();
        var step = stream.TryTake(":") && !stream.At("]") ? Parse() : null;
        stream.Expect("]");
        return new SliceAccess(position, target, start, stop, step);
    }

    private TestCall ParseTest(Expression input)
    {
        stream.ExpectName("is");
        var isNegated = stream.TryTakeName("not");
        var name = stream.Expect(TokenKind.Name, "the name of a test");
        var test = Tests.Find(name.Text) ?? throw stream.Error(name.Position, $"there is no test '{name.Text}'");
        var arguments = stream.At("(") ? ParseArguments()
            : StartsTestArgument() ? new ArgumentList([ParsePostfix(ParsePrimary())], [])
            : ArgumentList.Empty;
        return new TestCall(name.Position, test, input, arguments, isNegated);
    }

    private bool StartsTestArgument() => stream.Current.Kind switch
    {
        TokenKind.Name => !NoTestArgument.Contains(stream.Current.Text),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        _ => stream.At("[") || stream.At("{"),
    };

    private Expression ParsePrimary() => stream.Current.Kind switch
    {
        TokenKind.Name => ParseName(),
        TokenKind.String => ParseString(),
        TokenKind.Integer => ParseInteger(),
        TokenKind.Float => ParseFloat(),
        _ when stream.At("(") => ParseGroup(),
        _ when stream.At("[") => ParseList(),
        _ when stream.At("{") => ParseDict(),
        _ => throw stream.Unexpected("an expression"),
    };

    private Expression ParseName()
    {
        var token = stream.Take();
        return token.Text switch
        {
            "true" or "True" => new Literal(token.Position, BooleanValue.Of(true)),
            "false" or "False" => new Literal(token.Position, BooleanValue.Of(false)),
            "none" or "None" => new Literal(token.Position, NoneValue.Instance),
            _ => new Name(token.Position, token.Text),
        };
    }

    private Literal ParseString()
    {
        var position = stream.Current.Position;
        var text = new StringBuilder();
        while (stream.Current.Kind == TokenKind.String)
        {
            text.Append(stream.Take().Text);
        }

        return new Literal(position, TextValue.Trusted(text.ToString()));
    }

    private Literal ParseInteger()
    {
        var token = stream.Take();
        return Int128.TryParse(token.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new Literal(token.Position, new IntegerValue(number))
            : throw stream.Error(token.Position, "the integer has more than 128 bits");
    }

    private Literal ParseFloat()
    {
        var token = stream.Take();
        var number = double.Parse(token.Text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
        return new Literal(token.Position, new FloatValue(number));
    }

    private Expression ParseGroup()
    {
        var position = stream.Expect("(").Position;
        var value = stream.At(")") ? new ListLiteral(position, [], isTuple: true) : ParseTuple();
        stream.Expect(")");
        return value;
    }

    private ListLiteral ParseList()
    {
        var position = stream.Expect("[").Position;
        var items = new List<Expression>();
        while (!stream.At("]"))
        {
            items.Add(Parse());
            TakeSeparator("]");
        }

        stream.Expect("]");
        return new ListLiteral(position, items, isTuple: false);
    }

    private DictLiteral ParseDict()
    {
        var position = stream.Expect("{").Position;
        var entries = new List<(Expression, Expression)>();
        while (!stream.At("}"))
        {
            var key = Parse();
            stream.Expect(":");
            entries.Add((key, Parse()));
            TakeSeparator("}");
        }

        stream.Expect("}");
        return new DictLiteral(position, entries);
    }
}
