using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

internal sealed class AttributeAccess(Position position, Expression target, string name) : Expression(position)
{
    protected override Value Compute(Frame frame) => Lookup.Attribute(target.Evaluate(frame), name);
}

internal sealed class ElementAccess(Position position, Expression target, Expression key) : Expression(position)
{
    protected override Value Compute(Frame frame) => Lookup.Element(frame.Context, target.Evaluate(frame), key.Evaluate(frame));
}

internal sealed class SliceAccess(Position position, Expression target, Expression? start, Expression? stop, Expression? step)
    : Expression(position)
{
    protected override Value Compute(Frame frame) =>
        Lookup.Slice(frame.Context, target.Evaluate(frame), Bound(frame, start), Bound(frame, stop), Bound(frame, step));

    private static int? Bound(Frame frame, Expression? bound) => bound?.Evaluate(frame) switch
    {
        null or NoneValue => null,
        // Half of the range is enough for any index, and keeps sums of two bounds from overflowing.
        IntegerValue integer => (int)Int128.Clamp(integer.Number, int.MinValue / 2, int.MaxValue / 2),
        var other => throw TemplateFault.Evaluation($"a slice's bound must be an integer, not '{other.TypeName}'"),
    };
}
