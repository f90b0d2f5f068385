using System.Text.Json;
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
        catch (JsonException fault)
        {
            throw new OpenAiException(OpenAiError.Invalid($"The request body is not valid JSON: {fault.Message}", code: "invalid_json"));
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new OpenAiException(OpenAiError.Invalid("The request body must be a JSON object.", code: "invalid_json"));
    }
}
