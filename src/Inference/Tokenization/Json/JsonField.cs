using System.Text.Json;
using InferenceGateway.Contracts;

namespace InferenceGateway.Inference.Tokenization.Json;

/// <summary>
/// One value of a tokenizer's file together with its place, so that every complaint can name both.
/// Reading is by hand, member by member: nothing in the file chooses a type.
/// </summary>
internal readonly struct JsonField(JsonElement element, string file, string path)
{
    private const int ShownCharsMax = 80;

    public JsonElement Element { get; } = element;

    public bool IsAbsent => Element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsText => Element.ValueKind == JsonValueKind.String;

    public JsonField this[string name]
    {
        get
        {
            string at = $"{path}.{name}";
            if (IsAbsent)
            {
                return new JsonField(default, file, at);
            }

            RequireKind(JsonValueKind.Object, "an object");
            return new JsonField(Element.TryGetProperty(name, out JsonElement value) ? value : default, file, at);
        }
    }

    /// <summary>The elements of an array; none when the array is absent.</summary>
    public IEnumerable<JsonField> Items(int max)
    {
        if (IsAbsent)
        {
            yield break;
        }

        RequireKind(JsonValueKind.Array, "an array");
        int count = Element.GetArrayLength();
        if (count > max)
        {
            throw Refused($"has {count} elements; at most {max} are read");
        }

        int i = 0;
        foreach (JsonElement item in Element.EnumerateArray())
        {
            yield return new JsonField(item, file, $"{path}[{i++}]");
        }
    }

    /// <summary>The members of an object.</summary>
    public IEnumerable<(string Name, JsonField Value)> Members()
    {
        RequireKind(JsonValueKind.Object, "an object");
        foreach (JsonProperty member in Element.EnumerateObject())
        {
            string name = Name(member);
            yield return (name, new JsonField(member.Value, file, $"{path}['{Shown(name)}']"));
        }
    }

    public string Text(int charsMax = Limits.TokenizerPatternCharsMax)
    {
        RequireKind(JsonValueKind.String, "a string");
        try
        {
            string text = Element.GetString()!;
            return text.Length <= charsMax ? text : throw Refused($"has {text.Length} characters; at most {charsMax} are read");
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerFormatException(file, path, "is not valid Unicode", e);
        }
    }

    public string? TextOrNull() => IsAbsent ? null : Text();

    public bool Flag(bool absent) => Element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => absent,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Refused("should be true or false"),
    };

    public int Number(int min, int max) =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int value) && value >= min && value <= max
            ? value
            : throw Refused($"should be a whole number from {min} to {max}");

    /// <summary>The complaint about this value, which the caller throws.</summary>
    public TokenizerFormatException Refused(string reason, Exception? inner = null)
    {
        string value = Element.ValueKind switch
        {
            JsonValueKind.Undefined => "nothing",
            JsonValueKind.String => $"\"{Text(int.MaxValue)}\"",
            _ => Element.GetRawText(),
        };
        return new TokenizerFormatException(file, path, $"{reason}; found {Shown(value)}", inner);
    }

    /// <summary>The complaint about a type or setting that exists elsewhere but is not served here.</summary>
    public TokenizerFormatException NotServed(string served) => Refused($"is not supported (supported: {served})");

    private string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerFormatException(file, path, "has a name that is not valid Unicode", e);
        }
    }

    private static string Shown(string value) => value.Length <= ShownCharsMax ? value : value[..ShownCharsMax] + "...";

    private void RequireKind(JsonValueKind kind, string name)
    {
        if (Element.ValueKind != kind)
        {
            throw Refused($"should be {name}");
        }
    }
}
