using InferenceGateway.Inference.StructuredOutput.Automata;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>A declared property: its name, what its value may be, and whether it must be there.</summary>
internal readonly record struct Property(byte[] Key, IReadOnlyList<int> Values, bool IsRequired);

/// <summary>Objects and arrays as rules.</summary>
internal static class Structure
{
    /// <summary>An object of any keys whose values are all alike.</summary>
    public static void FillMap(JsonRules json, int rule, IReadOnlyList<int> values)
    {
        AutomatonBuilder builder = json.Builder;
        (_, int start, int end) = builder.Open(rule);
        int open = json.Space(builder.Byte(start, '{'));
        int key = builder.AddState();
        builder.Nothing(open, key);
        int named = builder.AddState();
        builder.Call(key, JsonRules.String, named);
        int valued = json.OneOf(json.Space(builder.Byte(named, ':')), values);
        builder.Nothing(json.Space(builder.Byte(valued, ',')), key);
        builder.Byte(open, '}', end);
        builder.Byte(json.Space(valued), '}', end);
    }

    /// <summary>
    /// An object of declared properties in their order. Before each there are two states, one for the first property written and
    /// one for later ones, which need a comma.
    /// </summary>
    public static void FillObject(JsonRules json, int rule, IReadOnlyList<Property> properties)
    {
        AutomatonBuilder builder = json.Builder;
        (_, int start, int end) = builder.Open(rule);
        int first = json.Space(builder.Byte(start, '{'));
        int later = builder.AddState();
        foreach (Property property in properties)
        {
            int key = builder.AddState();
            builder.Nothing(first, key);
            builder.Nothing(json.Space(builder.Byte(later, ',')), key);
            int colon = builder.Byte(builder.Literal(key, property.Key), ':');
            int valued = json.OneOf(json.Space(colon), property.Values);
            (first, later) = (Skip(builder, first, property), Skip(builder, later, property));
            builder.Nothing(valued, later);
        }

        builder.Byte(first, '}', end);
        builder.Byte(json.Space(later), '}', end);
    }

    /// <summary>An array of like items.</summary>
    /// <param name="json">The rules of JSON.</param>
    /// <param name="rule">The rule to fill.</param>
    /// <param name="items">What an item may be.</param>
    /// <param name="least">Fewest items.</param>
    /// <param name="most">Most items; null for any number.</param>
    public static void FillArray(JsonRules json, int rule, IReadOnlyList<int> items, int least, int? most)
    {
        AutomatonBuilder builder = json.Builder;
        (_, int start, int end) = builder.Open(rule);
        int closing = builder.AddState();
        builder.Byte(closing, ']', end);
        int open = json.Space(builder.Byte(start, '['));
        int before = builder.AddState();
        builder.Nothing(open, before);
        if (least == 0)
        {
            builder.Nothing(open, closing);
        }

        int count = most ?? Math.Max(least, 1);
        for (int i = 1; i <= count; i++)
        {
            int after = json.OneOf(before, items);
            if (i >= least)
            {
                builder.Nothing(json.Space(after), closing);
            }

            if (i == count && most is null)
            {
                builder.Nothing(json.Space(builder.Byte(after, ',')), before);
            }

            before = i < count ? json.Space(builder.Byte(after, ',')) : before;
        }
    }

    private static int Skip(AutomatonBuilder builder, int before, Property property)
    {
        int after = builder.AddState();
        if (!property.IsRequired)
        {
            builder.Nothing(before, after);
        }

        return after;
    }
}
