using InferenceGateway.Inference.ChatTemplates.Rendering;

namespace InferenceGateway.Inference.ChatTemplates.Values;

/// <summary>A list, or a tuple where <paramref name="isTuple"/> says so: they print and compare apart.</summary>
internal sealed class ListValue(IReadOnlyList<Value> items, bool isTuple = false) : Value
{
    public IReadOnlyList<Value> Items { get; } = items;

    public bool IsTuple { get; } = isTuple;

    public override string TypeName => IsTuple ? "tuple" : "list";

    public override bool IsTrue => Items.Count > 0;
}

/// <summary>A mapping in order of insertion.</summary>
internal sealed class DictValue : Value
{
    private readonly OrderedDictionary<Value, Value> entries = new(ScalarKeyComparer.Instance);

    public DictValue(IEnumerable<KeyValuePair<Value, Value>> entries)
    {
        foreach (var (key, value) in entries)
        {
            Require(key);
            // A key given twice keeps its first place and its last value.
            this.entries[key] = value;
        }
    }

    public int Count => entries.Count;

    public IEnumerable<KeyValuePair<Value, Value>> Entries => entries;

    public IEnumerable<Value> Keys => entries.Keys;

    public override string TypeName => "dict";

    public override bool IsTrue => entries.Count > 0;

    public Value? Find(Value key)
    {
        Require(key);
        return entries.GetValueOrDefault(key);
    }

    public Value? Find(string key) => Find(TextValue.Trusted(key));

    private static void Require(Value key)
    {
        if (key is not (TextValue or IntegerValue or FloatValue or BooleanValue or NoneValue))
        {
            throw TemplateFault.Evaluation($"a key must be a string, number, boolean or none, not '{key.TypeName}'");
        }
    }
}

/// <summary>Equality of keys as Python has it: 1, 1.0 and true are one key; the origin of a text does not matter.</summary>
internal sealed class ScalarKeyComparer : IEqualityComparer<Value>
{
    public static ScalarKeyComparer Instance { get; } = new();

    public bool Equals(Value? x, Value? y) => Comparable(x).Equals(Comparable(y));

    public int GetHashCode(Value obj) => Comparable(obj).GetHashCode();

    private static object Comparable(Value? value) => value switch
    {
        TextValue text => text.Text,
        IntegerValue integer => (double)integer.Number,
        FloatValue number => number.Number,
        BooleanValue boolean => boolean.IsTrue ? 1d : 0d,
        _ => value ?? NoneValue.Instance,
    };
}
