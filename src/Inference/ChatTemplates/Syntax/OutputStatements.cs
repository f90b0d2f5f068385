using InferenceGateway.Inference.ChatTemplates.Rendering;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

internal sealed class Text(Position position, string text) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.AppendTrusted(text);
        return Flow.Next;
    }
}

internal sealed class Output(Position position, Expression value) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        frame.Output.Append(Printing.Print(frame.Context, value.Evaluate(frame)));
        return Flow.Next;
    }
}

/// <summary>A block whose body is written through filters. <paramref name="value"/> reads the body by <see cref="Captured"/>.</summary>
internal sealed class FilterBlock(Position position, Block body, Expression value) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        var inner = frame.ChildWithOwnOutput();
        body.Execute(inner);
        inner.Set(Captured.VariableName, inner.Output.ToText());
        frame.Output.Append(Printing.Print(frame.Context, value.Evaluate(inner)));
        return Flow.Next;
    }
}

/// <summary>A body with its own variables: <c>with</c>, and <c>generation</c>, which only marks what a model wrote.</summary>
internal sealed class Scope(Position position, IReadOnlyList<(AssignmentTarget Target, Expression Value)> variables, Block body)
    : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        var inner = frame.Child();
        foreach (var (target, value) in variables)
        {
            target.Assign(inner, value.Evaluate(frame));
        }

        return body.Execute(inner);
    }
}
