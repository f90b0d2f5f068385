using InferenceGateway.Inference.ChatTemplates.Values;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>The values of one call by parameter, and the checks of their types.</summary>
internal sealed class BoundArguments(string function, string[] parameters, Value?[] values)
{
    /// <summary>The value given, or null; <c>none</c> counts as not given, as Python's defaults mostly are.</summary>
    public Value? this[int index] => values[index] is NoneValue ? null : values[index];

    /// <summary>The value given, be it <c>none</c>, or null.</summary>
    public Value? Given(int index) => values[index];

    public Value Require(int index) =>
        values[index] ?? throw TemplateFault.Evaluation($"'{function}' needs its argument '{parameters[index]}'");

    public TextValue RequireText(int index) => Require(index) as TextValue ?? throw WrongType(index, "a string");

    public TextValue? Text(int index) =>
        this[index] is { } value ? value as TextValue ?? throw WrongType(index, "a string") : null;

    public bool Flag(int index, bool absent = false) => values[index]?.IsTrue ?? absent;

    public int? Integer(int index) => this[index] switch
    {
        null => null,
        BooleanValue boolean => boolean.IsTrue ? 1 : 0,
        IntegerValue integer when integer.Number >= int.MinValue && integer.Number <= int.MaxValue => (int)integer.Number,
        IntegerValue => throw TemplateFault.Limit($"argument '{parameters[index]}' of '{function}' is out of range"),
        _ => throw WrongType(index, "an integer"),
    };

    private TemplateFault WrongType(int index, string expected) =>
        TemplateFault.Evaluation($"argument '{parameters[index]}' of '{function}' must be {expected}, not '{values[index]!.TypeName}'");
}
