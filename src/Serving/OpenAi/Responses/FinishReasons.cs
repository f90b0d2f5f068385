using System.Text.Json;
using InferenceGateway.Inference.Engine;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>OpenAI's words for the end of an answer.</summary>
internal static class FinishReasons
{
    public static string Name(FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown finish reason."),
    };

    public static void Write(Utf8JsonWriter json, FinishReason? reason)
    {
        if (reason is { } known)
        {
            json.WriteString("finish_reason"u8, Name(known));
        }
        else
        {
            json.WriteNull("finish_reason"u8);
        }
    }
}
