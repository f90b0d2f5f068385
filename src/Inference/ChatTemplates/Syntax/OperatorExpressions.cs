using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>An operator of two values.</summary>
internal delegate Value BinaryOperation(RenderContext context, Value left, Value right);

internal sealed class Binary(Position position, BinaryOperation operation, Expression left, Expression right) : Expression(position)
{
    protected override Value Compute(Frame frame) => operation(frame.Context, left.Evaluate(frame), right.Evaluate(frame));
}

internal sealed class Sign(Position position, bool isNegative, Expression operand) : Expression(position)
{
    protected override Value Compute(Frame frame) =>
        isNegative ? Arithmetic.Negate(operand.Evaluate(frame)) : Arithmetic.Affirm(operand.Evaluate(frame));
}

internal sealed class Concatenation(Position position, IReadOnlyList<Expression> parts) : Expression(position)
{
    protected override Value Compute(Frame frame)
    {
        var builder = new TextBuilder(frame.Context);
        foreach (var part in parts)
        {
            builder.Append(Printing.Print(frame.Context, part.Evaluate(frame)));
        }

        return builder.ToText();
    }
}

/// <summary><c>and</c> and <c>or</c>: the operand that decides is the result.</summary>
internal sealed class Logical(Position position, bool isAnd, Expression left, Expression right) : Expression(position)
{
    protected override Value Compute(Frame frame)
    {
        var value = left.Evaluate(frame);
        return value.IsTrue == isAnd ? right.Evaluate(frame) : value;
    }
}

internal sealed class Not(Position position, Expression operand) : Expression(position)
{
    protected override Value Compute(Frame frame) => BooleanValue.Of(!operand.Evaluate(frame).IsTrue);
}

/// <summary>A comparison, or a chain of them such as <c>0 &lt; n &lt;= 9</c>.</summary>
internal sealed class Comparisons(Position position, Expression first, IReadOnlyList<(string Symbol, Expression Operand)> rest)
    : Expression(position)
{
    protected override Value Compute(Frame frame)
    {
        var left = first.Evaluate(frame);
        foreach (var (symbol, operand) in rest)
        {
            var right = operand.Evaluate(frame);
            if (!Holds(frame.Context, symbol, left, right))
            {
                return BooleanValue.Of(false);
            }

            left = right;
        }

        return BooleanValue.Of(true);
    }

    private static bool Holds(RenderContext context, string symbol, Value left, Value right) => symbol switch
    {
        "==" => Comparison.AreEqual(context, left, right),
        "!=" => !Comparison.AreEqual(context, left, right),
        "in" => Comparison.Contains(context, right, left),
        "not in" => !Comparison.Contains(context, right, left),
        "<" => Comparison.Compare(context, symbol, left, right) < 0,
        "<=" => Comparison.Compare(context, symbol, left, right) <= 0,
        ">" => Comparison.Compare(context, symbol, left, right) > 0,
        _ => Comparison.Compare(context, symbol, left, right) >= 0,
    };
}

internal sealed class Conditional(Position position, Expression condition, Expression then, Expression? otherwise) : Expression(position)
{
    protected override Value Compute(Frame frame) =>
        condition.Evaluate(frame).IsTrue ? then.Evaluate(frame)
        : otherwise?.Evaluate(frame) ?? new UndefinedValue("the inline 'if' that chose nothing has no 'else'");
}
