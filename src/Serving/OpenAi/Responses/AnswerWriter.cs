using System.Text.Json;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.OpenAi.Requests;
using InferenceGateway.Serving.OpenAi.Tools;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>Writes answers that are sent as a whole.</summary>
internal static class AnswerWriter
{
    public static void Write(Utf8JsonWriter json, AnswerHead head, IEnumerable<WholeAnswer> answers, LogprobWriter logprobs, TokenUsage usage)
    {
        json.WriteStartObject();
        head.Write(json, chunk: false);
        json.WriteStartArray("choices"u8);
        foreach (WholeAnswer answer in answers)
        {
            WriteChoice(json, head.Kind, answer, logprobs);
        }

        json.WriteEndArray();
        UsageWriter.Write(json, usage);
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, CompletionKind kind, WholeAnswer answer, LogprobWriter logprobs)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, answer.Answer.Index);
        if (kind == CompletionKind.Chat)
        {
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
            ToolCallWriter.WriteMessage(json, answer.Text, answer.ToolCalls);
            json.WriteNull("refusal"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("text"u8, answer.Text);
        }

        logprobs.Write(json, answer.Tokens);
        FinishReasons.Write(json, answer.Answer.Finish ?? FinishReason.Length, answer.ToolCalls.Count > 0);
        json.WriteEndObject();
    }
}
