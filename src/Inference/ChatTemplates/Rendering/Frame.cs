using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>One scope of variables, inside its parent, and where its output goes.</summary>
internal sealed class Frame(RenderContext context, Frame? parent, TextBuilder output)
{
    /// <summary>A scope costs about as much as this many evaluated nodes.</summary>
    private const int StepsPerScope = 4;

    private Dictionary<string, Value>? variables;

    public RenderContext Context => context;

    public TextBuilder Output => output;

    public Frame Child()
    {
        context.Charge(StepsPerScope);
        return new Frame(context, this, output);
    }

    public Frame ChildWithOwnOutput()
    {
        context.Charge(StepsPerScope);
        return new Frame(context, this, new TextBuilder(context));
    }

    public void Set(string name, Value value) =>
        (variables ??= new Dictionary<string, Value>(StringComparer.Ordinal))[name] = value;

    public Value? Find(string name)
    {
        for (var frame = this; frame is not null; frame = frame.Parent)
        {
            if (frame.variables is not null && frame.variables.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    private Frame? Parent => parent;
}
