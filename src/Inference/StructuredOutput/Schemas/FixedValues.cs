using System.Text.Json;

namespace InferenceGateway.Inference.StructuredOutput.Schemas;

/// <summary><c>enum</c> and <c>const</c>: the values are written out, shared beginnings once.</summary>
internal sealed class FixedValues(JsonRules json, SchemaCounts counts)
{
    private readonly Dictionary<(int State, byte Value), int> _followers = [];

    public void Fill(int rule, SchemaNode schema, IReadOnlyList<string>? types)
    {
        Keywords.RequireAlone(schema, schema.Has("enum") ? "enum" : "const", "type");
        List<SchemaNode> values = schema.Child("enum")?.Elements() ?? [schema.Child("const")!.Value];
        if (!counts.AddValues(values.Count))
        {
            throw schema.Refused($"brings the schema to more than {json.Builder.Budget.Limits.EnumValuesMax} fixed values");
        }

        List<SchemaNode> fitting = values.FindAll(value => types is null || types.Any(type => Fits(value.Element, type)));
        if (fitting.Count == 0)
        {
            throw schema.Refused("allows no value at all");
        }

        (_, int start, int end) = json.Builder.Open(rule);
        foreach (SchemaNode value in fitting)
        {
            Add(start, JsonText.Of(value.Element, value.Path), end);
        }
    }

    private static bool Fits(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetDecimal(out decimal number) && number == decimal.Truncate(number)),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "null",
    };

    private void Add(int state, byte[] text, int end)
    {
        foreach (byte value in text)
        {
            if (!_followers.TryGetValue((state, value), out int next))
            {
                next = json.Builder.Bytes(state, value, value);
                _followers.Add((state, value), next);
            }

            state = next;
        }

        json.Builder.Nothing(state, end);
    }
}
