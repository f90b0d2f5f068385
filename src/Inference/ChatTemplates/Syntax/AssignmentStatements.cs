using InferenceGateway.Inference.ChatTemplates.Rendering;
using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>What a value is assigned to: a name, an attribute of a namespace, or several names for a sequence.</summary>
internal sealed class AssignmentTarget(IReadOnlyList<string> names, string? attribute)
{
    public void Assign(Frame frame, Value value)
    {
        if (attribute is not null)
        {
            AssignAttribute(frame, attribute, value);
        }
        else if (names.Count == 1)
        {
            frame.Set(names[0], value);
        }
        else
        {
            Unpack(frame, value);
        }
    }

    /// <summary>A tuple of names with a comma after the only one would be a list of one; templates do not write that.</summary>
    private void Unpack(Frame frame, Value value)
    {
        var items = Lookup.Items(frame.Context, value);
        if (items.Count != names.Count)
        {
            throw TemplateFault.Evaluation($"{names.Count} names cannot take {items.Count} values");
        }

        for (var i = 0; i < names.Count; i++)
        {
            frame.Set(names[i], items[i]);
        }
    }

    private void AssignAttribute(Frame frame, string name, Value value)
    {
        if (frame.Find(names[0]) is not NamespaceValue space)
        {
            throw TemplateFault.Evaluation($"'{names[0]}' is not a namespace, so its attribute '{name}' cannot be set");
        }

        space.Set(name, value);
    }
}

internal sealed class Set(Position position, AssignmentTarget target, Expression value) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        target.Assign(frame, value.Evaluate(frame));
        return Flow.Next;
    }
}

/// <summary><c>set</c> with a body in place of a value; <paramref name="value"/> reads the body by <see cref="Captured"/>.</summary>
internal sealed class SetBlock(Position position, AssignmentTarget target, Block body, Expression value) : Statement(position)
{
    protected override Flow Run(Frame frame)
    {
        var inner = frame.ChildWithOwnOutput();
        body.Execute(inner);
        inner.Set(Captured.VariableName, inner.Output.ToText());
        target.Assign(frame, value.Evaluate(inner));
        return Flow.Next;
    }
}
