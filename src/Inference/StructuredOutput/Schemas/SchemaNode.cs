using System.Globalization;
using System.Text.Json;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary>A schema within a schema, with its place for messages.</summary>
/// <param name="Element">The JSON.</param>
/// <param name="Path">Its place as a JSON pointer after <c>#</c>.</param>
/// <param name="Nesting">How many schemas it stands in.</param>
internal readonly record struct SchemaNode(JsonElement Element, string Path, int Nesting)
{
    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    public bool Has(string keyword) => Element.TryGetProperty(keyword, out _);

    /// <summary>The schema under a keyword; null when there is none.</summary>
    public SchemaNode? Child(string keyword) =>
        Element.TryGetProperty(keyword, out JsonElement value) ? new SchemaNode(value, PathOf(keyword), Nesting + 1) : null;

    /// <summary>The members of this JSON object, by name.</summary>
    public List<(string Name, SchemaNode Value)> Members()
    {
        var members = new List<(string, SchemaNode)>();
        foreach (JsonProperty member in Require(JsonValueKind.Object, "an object").EnumerateObject())
        {
            string name = Read(member, static m => m.Name, this);
            members.Add((name, new SchemaNode(member.Value, PathOf(name), Nesting)));
        }

        return members;
    }

    /// <summary>The elements of this JSON array.</summary>
    public List<SchemaNode> Elements()
    {
        var elements = new List<SchemaNode>();
        foreach (JsonElement element in Require(JsonValueKind.Array, "an array").EnumerateArray())
        {
            elements.Add(new SchemaNode(element, PathOf(elements.Count.ToString(CultureInfo.InvariantCulture)), Nesting));
        }

        return elements;
    }

    public string Text() => Read(Require(JsonValueKind.String, "a string"), static element => element.GetString()!, this);

    public bool Flag() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refused("must be true or false"),
    };

    /// <summary>A count under a keyword; null when there is none.</summary>
    public int? Count(string keyword)
    {
        if (Child(keyword) is not { } child)
        {
            return null;
        }

        decimal value = child.Number();
        return value >= 0 && value == decimal.Truncate(value)
            ? (int)Math.Min(value, int.MaxValue)
            : throw child.Refused("must be a whole number and not negative");
    }

    public decimal Number() => Require(JsonValueKind.Number, "a number").TryGetDecimal(out decimal value)
        ? value
        : throw Refused("is a number out of the range that is supported");

    public StructuredOutputException Refused(string detail) => new(Path, detail);

    public StructuredOutputException Refused(string keyword, string detail) => new(PathOf(keyword), detail);

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static TResult Read<TValue, TResult>(TValue value, Func<TValue, TResult> read, SchemaNode node)
    {
        try
        {
            return read(value);
        }
        catch (InvalidOperationException fault)
        {
            throw new StructuredOutputException(node.Path, "holds text that is not valid Unicode", fault);
        }
    }

    private string PathOf(string name) => $"{Path}/{Escape(name)}";

    private JsonElement Require(JsonValueKind kind, string what) => Element.ValueKind == kind ? Element : throw Refused($"must be {what}");
}
