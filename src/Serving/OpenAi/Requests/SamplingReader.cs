using System.Security.Cryptography;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Reads the sampling fields, OpenAI's and vLLM's, with OpenAI's bounds.</summary>
internal static class SamplingReader
{
    public static SamplingParameters Read(JsonFields fields, int vocabulary) => new()
    {
        Temperature = fields.Number("temperature", 0, 2) ?? 1,
        TopP = PositiveTopP(fields),
        TopK = Math.Max(0, fields.Integer("top_k", -1, int.MaxValue) ?? 0),
        MinP = fields.Number("min_p", 0, 1) ?? 0,
        FrequencyPenalty = fields.Number("frequency_penalty", -2, 2) ?? 0,
        PresencePenalty = fields.Number("presence_penalty", -2, 2) ?? 0,
        RepetitionPenalty = fields.Number("repetition_penalty", 0.01, 100) ?? 1,
        Seed = Seed(fields),
        LogitBias = LogitBias(fields, vocabulary),
    };

    private static float PositiveTopP(JsonFields fields)
    {
        float topP = fields.Number("top_p", 0, 1) ?? 1;

        // OpenAI accepts 0, and it means: only the most likely token.
        return topP == 0 ? float.Epsilon : topP;
    }

    private static ulong Seed(JsonFields fields)
    {
        if (fields.Find("seed") is not { } value)
        {
            Span<byte> random = stackalloc byte[sizeof(ulong)];
            RandomNumberGenerator.Fill(random);
            return BitConverter.ToUInt64(random);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long seed)
            ? unchecked((ulong)seed)
            : throw fields.WrongType("seed", "a 64-bit integer", value);
    }

    private static Dictionary<int, float>? LogitBias(JsonFields fields, int vocabulary)
    {
        if (fields.Object("logit_bias") is null)
        {
            return null;
        }

        Dictionary<int, float> bias = [];
        foreach (JsonProperty entry in fields.Find("logit_bias")!.Value.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, out int token) || token < 0 || token >= vocabulary)
            {
                throw fields.Fault("logit_bias", $"'logit_bias' has the key '{entry.Name}'; keys must be token ids from 0 to {vocabulary - 1}.", "out_of_range");
            }

            if (entry.Value.ValueKind != JsonValueKind.Number || Math.Abs(entry.Value.GetDouble()) > 100)
            {
                throw fields.Fault("logit_bias", $"'logit_bias' of token {token} must be a number in the range -100 to 100.", "out_of_range");
            }

            bias[token] = entry.Value.GetSingle();
        }

        return bias.Count <= Limits.LogitBiasEntriesMax
            ? bias
            : throw fields.Fault("logit_bias", $"'logit_bias' has {bias.Count} entries; at most {Limits.LogitBiasEntriesMax} are taken.", "out_of_range");
    }
}
