using System.Text.Json;
using InferenceGateway.Contracts;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>
/// Reads what log probabilities are wanted: a chat says <c>logprobs: true</c> and <c>top_logprobs</c>, a text completion says how many in
/// <c>logprobs</c>.
/// </summary>
internal static class LogprobsReader
{
    public static int? Read(JsonFields fields, CompletionKind kind)
    {
        if (kind == CompletionKind.Text)
        {
            return fields.Find("logprobs") is { ValueKind: JsonValueKind.False } ? null : fields.Integer("logprobs", 0, Limits.TextTopLogprobsMax);
        }

        bool wanted = fields.Flag("logprobs") ?? false;
        int? top = fields.Integer("top_logprobs", 0, Limits.ChatTopLogprobsMax);
        if (top > 0 && !wanted)
        {
            throw fields.Fault("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.", "invalid_value");
        }

        return wanted ? top ?? 0 : null;
    }
}
