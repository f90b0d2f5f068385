using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

internal sealed class If(Position position, IReadOnlyList<(Expression Condition, Block Body)> branches, Block otherwise) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition.Evaluate(frame).IsTrue)
            {
                return body.Execute(frame);
            }
        }

        return otherwise.Execute(frame);
    }
}

internal sealed class For(
    Position position, AssignmentTarget target, Expression sequence, Expression? condition, Block body, Block otherwise)
    : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        var items = Wanted(frame, Lookup.Items(frame.Context, sequence.Evaluate(frame)));
        for (var i = 0; i < items.Count; i++)
        {
            if (Turn(frame, items, i) == Flow.Break)
            {
                return Flow.Next;
            }
        }

        return items.Count == 0 ? otherwise.Execute(frame.Child()) : Flow.Next;
    }

    private Flow Turn(Frame frame, IReadOnlyList<Value> items, int index)
    {
        var inner = frame.Child();
        target.Assign(inner, items[index]);
        inner.Set("loop", new LoopValue(items, index));
        return body.Execute(inner);
    }

    private IReadOnlyList<Value> Wanted(Frame frame, IReadOnlyList<Value> items)
    {
        if (condition is null)
        {
            return items;
        }

        var wanted = new List<Value>();
        foreach (var item in items)
        {
            var inner = frame.Child();
            target.Assign(inner, item);
            if (condition.Evaluate(inner).IsTrue)
            {
                wanted.Add(item);
            }
        }

        return wanted;
    }
}

internal sealed class Jump(Position position, Flow flow) : Statement(position)
{
    protected override Flow Run(Frame frame) => flow;
}
