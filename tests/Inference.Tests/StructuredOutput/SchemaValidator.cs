using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

/// <summary>A plain validator of the supported keywords, written without regard to the grammar.</summary>
internal static class SchemaValidator
{
    public static bool IsValid(JsonElement root, JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.GetBoolean();
        }

        return schema.EnumerateObject().All(keyword => keyword.Name switch
        {
            "$ref" => IsValid(root, Target(root, keyword.Value.GetString()!), value),
            "anyOf" => keyword.Value.EnumerateArray().Any(choice => IsValid(root, choice, value)),
            "enum" => keyword.Value.EnumerateArray().Any(fixedValue => JsonElement.DeepEquals(fixedValue, value)),
            "const" => JsonElement.DeepEquals(keyword.Value, value),
            "type" => keyword.Value.ValueKind == JsonValueKind.Array
                ? keyword.Value.EnumerateArray().Any(type => HasType(value, type.GetString()!))
                : HasType(value, keyword.Value.GetString()!),
            _ => value.ValueKind switch
            {
                JsonValueKind.Object => HoldsForObject(root, schema, keyword, value),
                JsonValueKind.Array => HoldsForArray(root, keyword, value),
                JsonValueKind.String => HoldsForText(keyword, value.GetString()!),
                JsonValueKind.Number => HoldsForNumber(keyword, value),
                _ => true,
            },
        });
    }

    private static JsonElement Target(JsonElement root, string reference) =>
        reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (at, name) => at.GetProperty(name));

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static bool HoldsForObject(JsonElement root, JsonElement schema, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => keyword.Value.EnumerateObject().All(property =>
            !value.TryGetProperty(property.Name, out JsonElement member) || IsValid(root, property.Value, member)),
        "additionalProperties" => value.EnumerateObject().All(member =>
            (schema.TryGetProperty("properties", out JsonElement declared) && declared.TryGetProperty(member.Name, out _))
            || IsValid(root, keyword.Value, member.Value)),
        _ => true,
    };

    private static bool HoldsForArray(JsonElement root, JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "items" => value.EnumerateArray().All(item => IsValid(root, keyword.Value, item)),
        "minItems" => value.GetArrayLength() >= keyword.Value.GetInt32(),
        "maxItems" => value.GetArrayLength() <= keyword.Value.GetInt32(),
        _ => true,
    };

    private static bool HoldsForText(JsonProperty keyword, string value) => keyword.Name switch
    {
        "minLength" => value.EnumerateRunes().Count() >= keyword.Value.GetInt32(),
        "maxLength" => value.EnumerateRunes().Count() <= keyword.Value.GetInt32(),
        "pattern" => Regex.IsMatch(OneUnitEach(value), keyword.Value.GetString()!.Replace("$", "\\z", StringComparison.Ordinal), RegexOptions.ECMAScript),
        "format" => keyword.Value.GetString() switch
        {
            "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", out _),
            "uuid" => Guid.TryParseExact(value, "D", out _),
            "ipv4" => IPAddress.TryParse(value, out IPAddress? four) && four.AddressFamily == AddressFamily.InterNetwork,
            "ipv6" => IPAddress.TryParse(value, out IPAddress? six) && six.AddressFamily == AddressFamily.InterNetworkV6,
            "date-time" => DateTimeOffset.TryParse(value, out _),
            "time" => DateTimeOffset.TryParse("2024-01-01T" + value, out _),
            "email" => Encoding.ASCII.GetByteCount(new System.Net.Mail.MailAddress(value).Address) > 0,
            "hostname" => Uri.CheckHostName(value) == UriHostNameType.Dns,
            "duration" => value.Contains('W', StringComparison.Ordinal) || System.Xml.XmlConvert.ToTimeSpan(ShortCounts(value)) >= TimeSpan.Zero,
            _ => throw new NotSupportedException(keyword.Value.GetString()),
        },
        _ => true,
    };

    /// <summary>Counts cut to two digits, as the reader here overflows on long ones.</summary>
    // A schema's pattern counts characters, this platform's counts UTF-16 units: a character of two becomes another one that no pattern names.
    private static string OneUnitEach(string value) =>
        string.Concat(value.EnumerateRunes().Select(rune => rune.IsBmp ? (char)rune.Value : '\uE000'));

    private static string ShortCounts(string duration) => Regex.Replace(duration, "[0-9]{3,}", static m => m.Value[..2]);

    private static bool HoldsForNumber(JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "minimum" => value.GetDecimal() >= keyword.Value.GetDecimal(),
        "maximum" => value.GetDecimal() <= keyword.Value.GetDecimal(),
        "exclusiveMinimum" => value.GetDecimal() > keyword.Value.GetDecimal(),
        "exclusiveMaximum" => value.GetDecimal() < keyword.Value.GetDecimal(),
        _ => true,
    };
}
