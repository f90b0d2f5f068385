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

    /// <summary>Writes the property; null while there is no reason.</summary>
    /// <param name="json">Inside a choice.</param>
    /// <param name="reason">Why the answer ended.</param>
    /// <param name="calledTools">Whether the answer calls tools; one that was cut short says so all the same.</param>
    public static void Write(Utf8JsonWriter json, FinishReason? reason, bool calledTools)
    {
        if (reason is { } known)
        {
            json.WriteString("finish_reason"u8, calledTools && known == FinishReason.Stop ? "tool_calls" : Name(known));
        }
        else
        {
            json.WriteNull("finish_reason"u8);
        }
    }
}
