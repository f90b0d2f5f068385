using System.Text.Json;
using InferenceGateway.Serving.OpenAi.Requests;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>What every chunk and the whole answer of one request share.</summary>
internal sealed record AnswerHead(CompletionKind Kind, string Id, long Created, string Model, string Fingerprint)
{
    public static AnswerHead Create(CompletionKind kind, string model, string fingerprint, TimeProvider time) => new(
        kind,
        (kind == CompletionKind.Chat ? "chatcmpl-" : "cmpl-") + Guid.NewGuid().ToString("N"),
        time.GetUtcNow().ToUnixTimeSeconds(),
        model,
        fingerprint);

    /// <summary>Writes id, object, created, model and system_fingerprint into an object that has been started.</summary>
    public void Write(Utf8JsonWriter json, bool chunk)
    {
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, Kind switch
        {
            CompletionKind.Text => "text_completion"u8,
            _ when chunk => "chat.completion.chunk"u8,
            _ => "chat.completion"u8,
        });
        json.WriteNumber("created"u8, Created);
        json.WriteString("model"u8, Model);
        json.WriteString("system_fingerprint"u8, Fingerprint);
    }
}
