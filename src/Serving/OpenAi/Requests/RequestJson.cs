using System.Text.Json;
using System.Text.Unicode;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>
/// Parses a request body as one JSON object, strictly: a name that stands twice is refused, so that no two readers of one request can
/// understand it differently.
/// </summary>
internal static class RequestJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.JsonDepthMax, AllowDuplicateProperties = false };

    /// <exception cref="OpenAiException">400, with what is wrong and where.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Strict);
        }
        catch (InvalidOperationException)
        {
            // A name that is no Unicode, met when names are compared.
            throw NotUnicode();
        }
        catch (JsonException fault)
        {
            throw new OpenAiException(OpenAiError.Invalid($"The request body is not valid JSON: {fault.Message}", code: "invalid_json"));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object && (IsPlainUnicode(body.Span) || IsUnicode(document.RootElement)))
        {
            return document;
        }

        bool isObject = document.RootElement.ValueKind == JsonValueKind.Object;
        document.Dispose();
        if (isObject)
        {
            throw NotUnicode();
        }

        throw new OpenAiException(OpenAiError.Invalid("The request body must be a JSON object.", code: "invalid_json"));
    }

    private static OpenAiException NotUnicode() =>
        new(OpenAiError.Invalid("The request body holds text that is not valid Unicode.", code: "invalid_json"));

    // Nearly every body: valid UTF-8 without an escaped surrogate; its texts need not be decoded to know that they can be.
    private static bool IsPlainUnicode(ReadOnlySpan<byte> body) =>
        Utf8.IsValid(body) && body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0;

    private static bool IsUnicode(JsonElement root)
    {
        try
        {
            Decode(root);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Decode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Decode(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Decode(property.Value);
                }

                break;
        }
    }
}
