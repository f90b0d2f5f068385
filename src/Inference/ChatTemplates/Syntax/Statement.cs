using InferenceGateway.Inference.ChatTemplates.Rendering;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>What follows a statement.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>A node that writes, or changes variables.</summary>
internal abstract class Statement(Position position)
{
    public Position Position { get; } = position;

    public Flow Execute(Frame frame)
    {
        try
        {
            frame.Context.Enter();
            return Run(frame);
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

    protected abstract Flow Run(Frame frame);
}

/// <summary>Statements in a row.</summary>
internal sealed class Block(IReadOnlyList<Statement> statements)
{
    public IReadOnlyList<Statement> Statements => statements;

    public Flow Execute(Frame frame)
    {
        foreach (var statement in statements)
        {
            var flow = statement.Execute(frame);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}
