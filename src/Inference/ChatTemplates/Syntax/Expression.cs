using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>A node that gives a value. Nodes are immutable; one tree serves any number of renderings at once.</summary>
internal abstract class Expression(Position position)
{
    public Position Position { get; } = position;

    public Value Evaluate(Frame frame)
    {
        try
        {
            frame.Context.Enter();
            return Compute(frame);
        }
        catch (TemplateFault fault)
        {
            throw frame.Context.Locate(fault, Position);
        }
        finally
        {
            frame.Context.Leave();
        }
    }

    protected abstract Value Compute(Frame frame);
}
