using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>Parameters and body of a macro or of a call block.</summary>
internal sealed class Macro(string name, IReadOnlyList<(string Name, Expression? Default)> parameters, Block body)
{
    public const string CallerName = "caller";

    private readonly string[] parameterNames = [.. parameters.Select(parameter => parameter.Name)];

    /// <summary>The macro as a value. It sees the variables of the scope that defines it, at the time it is called.</summary>
    public FunctionValue Bind(Frame scope) => new(name, (_, arguments) => Invoke(scope, arguments));

    private TextValue Invoke(Frame scope, Arguments arguments)
    {
        var inner = scope.ChildWithOwnOutput();
        var bound = BindCaller(inner, arguments).Bind(name, parameterNames);
        for (var i = 0; i < parameters.Count; i++)
        {
            var value = bound.Given(i) ?? parameters[i].Default?.Evaluate(inner);
            inner.Set(parameters[i].Name, value ?? new UndefinedValue($"parameter '{parameters[i].Name}' of '{name}' was not given"));
        }

        body.Execute(inner);
        return inner.Output.ToText();
    }

    private Arguments BindCaller(Frame inner, Arguments arguments)
    {
        if (parameterNames.Contains(CallerName) || !arguments.Named.TryGetValue(CallerName, out var caller))
        {
            return arguments;
        }

        inner.Set(CallerName, caller);
        return new Arguments(arguments.Positional, arguments.Named.Where(n => n.Key != CallerName).ToDictionary(StringComparer.Ordinal));
    }
}

internal sealed class MacroDefinition(Position position, string name, Macro macro) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        frame.Set(name, macro.Bind(frame));
        return Flow.Next;
    }
}

/// <summary>Calls a macro that can write this block's body by calling <c>caller</c>.</summary>
internal sealed class CallBlock(Position position, Call call, Macro body) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.Append(Printing.Print(frame.Context, call.Run(frame, body.Bind(frame))));
        return Flow.Next;
    }
}
