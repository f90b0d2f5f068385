using InferenceGateway.Inference.ChatTemplates.Functions;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>The arguments of a call as written.</summary>
internal sealed class ArgumentList(IReadOnlyList<Expression> positional, IReadOnlyList<(string Name, Expression Value)> named)
{
    public static ArgumentList Empty { get; } = new([], []);

    public Arguments Evaluate(Frame frame)
    {
        if (positional.Count + named.Count == 0)
        {
            return Arguments.None;
        }

        var names = new Dictionary<string, Value>(StringComparer.Ordinal);
        var values = positional.Select(value => value.Evaluate(frame)).ToList();
        foreach (var (name, value) in named)
        {
            names[name] = value.Evaluate(frame);
        }

        return new Arguments(values, names);
    }
}

internal sealed class Call(Position position, Expression callee, ArgumentList arguments) : Expression(position)
{
    protected override Value Compute(Frame frame) => Run(frame, null);

    /// <summary>Calls with the variable <c>caller</c> set, as a call block does.</summary>
    public Value Run(Frame frame, FunctionValue? caller) => callee.Evaluate(frame) switch
    {
        FunctionValue function => function.Call(frame.Context, WithCaller(arguments.Evaluate(frame), caller)),
        UndefinedValue undefined => throw TemplateFault.Evaluation(undefined.Reason),
        var other => throw TemplateFault.Evaluation($"a value of type '{other.TypeName}' cannot be called"),
    };

    private static Arguments WithCaller(Arguments arguments, FunctionValue? caller) =>
        caller is null ? arguments
        : new(arguments.Positional, new Dictionary<string, Value>(arguments.Named, StringComparer.Ordinal) { [Macro.CallerName] = caller });
}

internal sealed class FilterCall(Position position, Filter filter, Expression input, ArgumentList arguments) : Expression(position)
{
    protected override Value Compute(Frame frame) => filter(frame.Context, input.Evaluate(frame), arguments.Evaluate(frame));
}

internal sealed class TestCall(Position position, Test test, Expression input, ArgumentList arguments, bool isNegated) : Expression(position)
{
    protected override Value Compute(Frame frame) =>
        BooleanValue.Of(test(frame.Context, input.Evaluate(frame), arguments.Evaluate(frame)) != isNegated);
}

/// <summary>Stands for a value that a statement already has, such as the text a filter block collected.</summary>
internal sealed class Captured(Position position) : Expression(position)
{
    public const string VariableName = " captured";

    protected override Value Compute(Frame frame) => frame.Find(VariableName) ?? TextValue.Empty;
}
