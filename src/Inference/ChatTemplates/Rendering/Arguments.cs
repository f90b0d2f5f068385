using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>The values of one call.</summary>
internal sealed class Arguments(IReadOnlyList<Value> positional, IReadOnlyDictionary<string, Value> named)
{
    private static readonly Dictionary<string, Value> NoNames = [];

    public static Arguments None { get; } = new([], NoNames);

    public IReadOnlyList<Value> Positional { get; } = positional;

    public IReadOnlyDictionary<string, Value> Named { get; } = named;

    public static Arguments Of(params Value[] values) => new(values, NoNames);

    /// <summary>The arguments without the first <paramref name="count"/> positional ones.</summary>
    public Arguments Skip(int count) => new([.. Positional.Skip(count)], Named);

    /// <summary>Puts every argument into the place of its parameter, and refuses those that have none.</summary>
    public BoundArguments Bind(string function, params ReadOnlySpan<string> parameters)
    {
        if (Positional.Count > parameters.Length)
        {
            throw TemplateFault.Evaluation($"'{function}' takes at most {parameters.Length} arguments, {Positional.Count} are given");
        }

        var values = new Value?[parameters.Length];
        for (var i = 0; i < Positional.Count; i++)
        {
            values[i] = Positional[i];
        }

        foreach (var (name, value) in Named)
        {
            var index = parameters.IndexOf(name);
            if (index < 0 || values[index] is not null)
            {
                throw TemplateFault.Evaluation($"'{function}' {(index < 0 ? "has no parameter" : "is given twice its parameter")} '{name}'");
            }

            values[index] = value;
        }

        return new BoundArguments(function, parameters.ToArray(), values);
    }
}
