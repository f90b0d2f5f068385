using System.Text.Json.Serialization;

namespace InferenceGateway.Contracts.Errors;

/// <summary>The body of every failed answer, in OpenAI's shape: all four keys are always present.</summary>
/// <param name="Error">What went wrong.</param>
public sealed record OpenAiErrorEnvelope([property: JsonPropertyName("error")] OpenAiErrorBody Error);

/// <summary>The four keys OpenAI's clients read.</summary>
/// <param name="Message">What is wrong, and with which value, in one sentence.</param>
/// <param name="Type">Class of the fault, for example <c>invalid_request_error</c>.</param>
/// <param name="Param">The request field at fault, or null.</param>
/// <param name="Code">A stable word for programs, or null.</param>
public sealed record OpenAiErrorBody(
    [property: JsonPropertyName("message"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string Message,
    [property: JsonPropertyName("type"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string Type,
    [property: JsonPropertyName("param"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonPropertyName("code"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);

/// <summary>A fault that has a status and an envelope; thrown where it is found, written by the host's one handler.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Body">The envelope's content.</param>
/// <param name="RetryAfter">How long a client should wait, or null; always given with 429 and 503.</param>
public sealed record OpenAiError(int Status, OpenAiErrorBody Body, TimeSpan? RetryAfter = null)
{
    /// <summary>400 about one field.</summary>
    public static OpenAiError Invalid(string message, string? param = null, string? code = null) =>
        new(400, new OpenAiErrorBody(message, "invalid_request_error", param, code));

    /// <summary>404 for a model that no worker serves.</summary>
    public static OpenAiError ModelNotFound(string model) =>
        new(404, new OpenAiErrorBody($"The model '{model}' does not exist or is not served here.", "invalid_request_error", "model", "model_not_found"));

    /// <summary>413 for a body over the limit.</summary>
    public static OpenAiError BodyTooLarge(long bytesMax) =>
        new(413, new OpenAiErrorBody($"The request body is larger than the limit of {bytesMax} bytes.", "invalid_request_error", null, "request_too_large"));

    /// <summary>503 with a wait, when a pool cannot take the request.</summary>
    public static OpenAiError Unavailable(string message, string code, TimeSpan retryAfter) =>
        new(503, new OpenAiErrorBody(message, "service_unavailable_error", null, code), retryAfter);

    /// <summary>500 that tells nothing of the inside; the log has it under the request id.</summary>
    public static OpenAiError Internal(string requestId) =>
        new(500, new OpenAiErrorBody($"The server failed on this request (request id {requestId}).", "server_error", null, "internal_error"));
}
