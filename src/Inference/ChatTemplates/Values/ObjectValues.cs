using InferenceGateway.Inference.ChatTemplates.Rendering;

namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>Something that can be called: a global function, a bound method, or a macro.</summary>
internal sealed class FunctionValue(string name, Func<RenderContext, Arguments, Value> body) : Value
{
    public string Name { get; } = name;

    public override string TypeName => "function";

    public override bool IsTrue => true;

    public Value Call(RenderContext context, Arguments arguments) => body(context, arguments);
}

/// <summary>The one mutable kind: what a template carries out of a loop.</summary>
internal sealed class NamespaceValue : Value
{
    private readonly Dictionary<string, Value> attributes = new(StringComparer.Ordinal);

    public override string TypeName => "Namespace";

    public override bool IsTrue => true;

    public Value? Find(string name) => attributes.GetValueOrDefault(name);

    public void Set(string name, Value value) => attributes[name] = value;
}

/// <summary>The variable <c>loop</c> at one turn.</summary>
internal sealed class LoopValue(IReadOnlyList<Value> items, int index) : Value
{
    public override string TypeName => "LoopContext";

    public override bool IsTrue => true;

    public Value? Find(string name) => name switch
    {
        "index" => new IntegerValue(index + 1),
        "index0" => new IntegerValue(index),
        "revindex" => new IntegerValue(items.Count - index),
        "revindex0" => new IntegerValue(items.Count - index - 1),
        "first" => BooleanValue.Of(index == 0),
        "last" => BooleanValue.Of(index == items.Count - 1),
        "length" => new IntegerValue(items.Count),
        "previtem" => index > 0 ? items[index - 1] : null,
        "nextitem" => index < items.Count - 1 ? items[index + 1] : null,
        "cycle" => new FunctionValue("cycle", Cycle),
        _ => null,
    };

    private Value Cycle(RenderContext context, Arguments arguments) =>
        arguments.Positional.Count > 0
            ? arguments.Positional[index % arguments.Positional.Count]
            : throw TemplateFault.Evaluation("loop.cycle needs at least one value");
}
