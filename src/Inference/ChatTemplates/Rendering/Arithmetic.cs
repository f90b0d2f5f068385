using System.Text;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>The operators that make a new value, on the types Python allows them for.</summary>
internal static class Arithmetic
{
    public static Value Add(RenderContext context, Value left, Value right) => (left, right) switch
    {
        (TextValue a, TextValue b) => Join(context, a, b),
        (ListValue a, ListValue b) when a.IsTuple == b.IsTuple => JoinLists(context, a, b),
        _ => Numeric("+", left, right, static (a, b) => checked(a + b), static (a, b) => a + b),
    };

    public static Value Subtract(RenderContext context, Value left, Value right) =>
        Numeric("-", left, right, static (a, b) => checked(a - b), static (a, b) => a - b);

    public static Value Multiply(RenderContext context, Value left, Value right) => (left, right) switch
    {
        (TextValue text, IntegerValue count) => Repeat(context, text, count),
        (IntegerValue count, TextValue text) => Repeat(context, text, count),
        (ListValue list, IntegerValue count) => RepeatList(context, list, count),
        (IntegerValue count, ListValue list) => RepeatList(context, list, count),
        _ => Numeric("*", left, right, static (a, b) => checked(a * b), static (a, b) => a * b),
    };

    public static Value Divide(RenderContext context, Value left, Value right) => (Number(left), Number(right)) switch
    {
        ({ } a, { } b) => b != 0 ? new FloatValue(a / b) : throw DivisionByZero(),
        _ => throw Unsupported("/", left, right),
    };

    public static Value FloorDivide(RenderContext context, Value left, Value right) =>
        Numeric("//", left, right, Floor, static (a, b) => b != 0 ? Math.Floor(a / b) : throw DivisionByZero());

    public static Value Modulo(RenderContext context, Value left, Value right) => Numeric(
        "%", left, right, static (a, b) => checked(a - (Floor(a, b) * b)), static (a, b) => b != 0 ? a - (Math.Floor(a / b) * b) : throw DivisionByZero());

    public static Value Power(RenderContext context, Value left, Value right) =>
        Integer(right) < 0 && Number(left) is { } number
            ? number != 0 ? new FloatValue(Math.Pow(number, Number(right)!.Value)) : throw DivisionByZero()
            : Numeric("**", left, right, Power, Math.Pow);

    public static Value Negate(Value value) => value switch
    {
        FloatValue number => new FloatValue(-number.Number),
        _ when Integer(value) is { } integer => new IntegerValue(-integer),
        _ => throw TemplateFault.Evaluation($"bad operand type for unary -: '{value.TypeName}'"),
    };

    public static Value Affirm(Value value) =>
        Number(value) is null ? throw TemplateFault.Evaluation($"bad operand type for unary +: '{value.TypeName}'")
        : value is BooleanValue ? new IntegerValue(Integer(value)!.Value) : value;

    public static Int128? Integer(Value value) => value switch
    {
        IntegerValue integer => integer.Number,
        BooleanValue => value.IsTrue ? 1 : 0,
        _ => null,
    };

    public static double? Number(Value value) => value is FloatValue number ? number.Number : (double?)Integer(value);

    private static Value Numeric(
        string symbol, Value left, Value right, Func<Int128, Int128, Int128> integers, Func<double, double, double> floats)
    {
        try
        {
            return (Integer(left), Integer(right)) is ({ } a, { } b) ? new IntegerValue(integers(a, b))
                : (Number(left), Number(right)) is ({ } x, { } y) ? new FloatValue(floats(x, y))
                : throw Unsupported(symbol, left, right);
        }
        catch (OverflowException)
        {
            throw TemplateFault.Limit($"the result of {symbol} is an integer of more than 128 bits");
        }
    }

    private static Int128 Floor(Int128 a, Int128 b)
    {
        if (b == 0)
        {
            throw DivisionByZero();
        }

        var (quotient, remainder) = Int128.DivRem(a, b);
        return remainder != 0 && (remainder < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    private static Int128 Power(Int128 number, Int128 exponent)
    {
        Int128 result = 1;
        while (exponent > 0)
        {
            result = (exponent & 1) == 1 ? checked(result * number) : result;
            exponent >>= 1;
            number = exponent > 0 ? checked(number * number) : number;
        }

        return result;
    }

    private static TextValue Join(RenderContext context, TextValue a, TextValue b)
    {
        var builder = new TextBuilder(context);
        builder.Append(a);
        builder.Append(b);
        return builder.ToText();
    }

    private static ListValue JoinLists(RenderContext context, ListValue a, ListValue b)
    {
        context.ChargeList((long)a.Items.Count + b.Items.Count);
        return new ListValue([.. a.Items, .. b.Items], a.IsTuple);
    }

    private static TextValue Repeat(RenderContext context, TextValue text, IntegerValue count)
    {
        var times = Times(context, text.Text.Length, count);
        context.ChargeText((long)text.Text.Length * times, 0);
        return text.WithText(new StringBuilder().Insert(0, text.Text, times).ToString());
    }

    private static ListValue RepeatList(RenderContext context, ListValue list, IntegerValue count)
    {
        var times = Times(context, list.Items.Count, count);
        context.ChargeList((long)list.Items.Count * times);
        return new ListValue([.. Enumerable.Repeat(list.Items, times).SelectMany(items => items)], list.IsTuple);
    }

    private static int Times(RenderContext context, int length, IntegerValue count)
    {
        var times = length == 0 ? 0 : Int128.Max(count.Number, 0);
        return times <= context.Limits.OutputCharsMax
            ? (int)times
            : throw TemplateFault.Limit($"repeating {times} times is more than the limit of {context.Limits.OutputCharsMax} characters");
    }

    private static TemplateFault DivisionByZero() => TemplateFault.Evaluation("division by zero");

    private static TemplateFault Unsupported(string symbol, Value left, Value right) =>
        (left as UndefinedValue ?? right as UndefinedValue) is { } undefined
            ? TemplateFault.Evaluation(undefined.Reason)
            : TemplateFault.Evaluation($"unsupported operand types for {symbol}: '{left.TypeName}' and '{right.TypeName}'");
}
