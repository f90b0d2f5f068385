using InferenceGateway.Inference.ChatTemplates.Functions;
using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

internal sealed class Literal(Position position, Value value) : Expression(position)
{
    protected override Value Compute(Frame frame) => value;
}

internal sealed class Name(Position position, string name) : Expression(position)
{
    public string Text => name;

    protected override Value Compute(Frame frame) =>
        frame.Find(name) ?? Globals.Find(name) ?? new UndefinedValue($"'{name}' is undefined");
}

internal sealed class ListLiteral(Position position, IReadOnlyList<Expression> items, bool isTuple) : Expression(position)
{
    protected override Value Compute(Frame frame) => new ListValue([.. items.Select(item => item.Evaluate(frame))], isTuple);
}

internal sealed class DictLiteral(Position position, IReadOnlyList<(Expression Key, Expression Value)> entries) : Expression(position)
{
    protected override Value Compute(Frame frame) => new DictValue(
        entries.Select(entry => KeyValuePair.Create(entry.Key.Evaluate(frame), entry.Value.Evaluate(frame))));
}
