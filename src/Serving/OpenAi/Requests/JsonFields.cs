using System.Text.Json;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>
/// Fields of a request's JSON object, read with type and bounds. A fault becomes a 400 whose message names field, value and bound and
/// whose <c>param</c> is the field. A field that is null counts as absent, as OpenAI's clients send it.
/// </summary>
internal readonly struct JsonFields(JsonElement element, string path = "")
{
    public JsonElement? Find(string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field as it is written, null included.</summary>
    public JsonElement? Written(string name) => element.TryGetProperty(name, out JsonElement value) ? value : null;

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw WrongType(name, "a string", value);

    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw WrongType(name, "a boolean", value);

    public JsonFields? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new JsonFields(value, PathOf(name))
        : throw WrongType(name, "an object", value);

    public JsonElement? List(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? value
        : throw WrongType(name, "an array", value);

    public int? Integer(string name, int least, int most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long number))
        {
            throw WrongType(name, "an integer", value);
        }

        return number >= least && number <= most ? (int)number : throw OutOfRange(name, value, $"{least} to {most}");
    }

    public float? Number(string name, double least, double most)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number))
        {
            throw WrongType(name, "a number", value);
        }

        return number >= least && number <= most ? (float)number : throw OutOfRange(name, value, $"{least} to {most}");
    }

    public OpenAiException WrongType(string name, string wanted, JsonElement value) =>
        Fault(name, $"'{PathOf(name)}' must be {wanted}, not {Kind(value)}.", "invalid_type");

    public OpenAiException OutOfRange(string name, JsonElement value, string range) =>
        Fault(name, $"'{PathOf(name)}' is {Excerpt(value)}; it must be in the range {range}.", "out_of_range");

    public OpenAiException Fault(string name, string message, string code) =>
        new(OpenAiError.Invalid(message, PathOf(name), code));

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {Excerpt(value)}",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static string Excerpt(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
    }
}
