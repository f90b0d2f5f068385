using System.Text.Json;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>
/// Fields whose meaning is known and not built yet. Ignoring them would answer another question than the one asked, so a value that
/// asks for something is refused; a value that asks for the default is not.
/// </summary>
internal static class UnsupportedFields
{
    private static readonly (string Name, Func<JsonElement, bool> AsksForDefault)[] Fields =
    [
        ("best_of", value => IsNumber(value, 1)),
        ("functions", value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0),
        ("function_call", value => value.ValueKind == JsonValueKind.String && value.ValueEquals("none")),
        ("suffix", value => value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0),
        ("chat_template", _ => false),
        ("chat_template_kwargs", _ => false),
    ];

    public static void Refuse(JsonFields fields)
    {
        foreach ((string name, Func<JsonElement, bool> asksForDefault) in Fields)
        {
            if (fields.Find(name) is { } value && !asksForDefault(value))
            {
                throw fields.Fault(name, $"'{name}' is not supported by this server.", "unsupported_parameter");
            }
        }
    }

    private static bool IsNumber(JsonElement value, int number) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int actual) && actual == number;
}
