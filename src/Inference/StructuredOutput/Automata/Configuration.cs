namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>One thing that may be going on: a state within a rule, and where to go on after the rule.</summary>
internal readonly record struct Item(int State, ReturnPoint Return)
{
    public static int Compare(Item a, Item b) =>
        a.State != b.State ? a.State.CompareTo(b.State) : a.Return.Id.CompareTo(b.Return.Id);
}

/// <summary>
/// Where rules that began at one place return to. Callers of the same rule at the same place share one, so that alternatives
/// that look alike do not multiply with the depth of a document.
/// </summary>
internal sealed class ReturnPoint(int id, int depth, Item[] callers)
{
    /// <summary>Number for ordering and hashing; unique within a <see cref="Stepper"/>.</summary>
    public int Id => id;

    /// <summary>Levels of nesting of the rule that returns here.</summary>
    public int Depth => depth;

    /// <summary>The states to go on from; empty for the end of the document.</summary>
    public Item[] Callers => callers;

    public bool IsBottom => callers.Length == 0;
}

/// <summary>All that may be going on after some bytes. Immutable but for what is remembered about following bytes.</summary>
internal sealed class Configuration(Item[] items, bool isAccepting, ByteSet first, int generation)
{
    private readonly Item[] _items = items;

    public ReadOnlySpan<Item> Items => _items;

    /// <summary>Whether the document may end here.</summary>
    public bool IsAccepting => isAccepting;

    /// <summary>The bytes that may follow.</summary>
    public ByteSet First => first;

    /// <summary>Which filling of the cache this belongs to.</summary>
    public int Generation => generation;

    /// <summary>Known followers by byte class; null before the first.</summary>
    public Configuration?[]? Next { get; set; }

    /// <summary>The allowed tokens, once they were asked for.</summary>
    public ulong[]? Mask { get; set; }

    public bool IsSame(Configuration other) => IsAccepting == other.IsAccepting && Items.SequenceEqual(other.Items);
}
