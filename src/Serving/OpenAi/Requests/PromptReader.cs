using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Serving.Generating;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Reads <c>prompt</c> in its four forms: a string, an array of strings, an array of token ids, an array of such arrays.</summary>
internal sealed class PromptReader(ServedModel model)
{
    public IReadOnlyList<int[]> Read(JsonFields fields)
    {
        JsonElement prompt = fields.Find("prompt") ?? throw fields.Fault("prompt", "'prompt' is required.", "missing_required_parameter");
        IReadOnlyList<int[]> prompts = prompt.ValueKind switch
        {
            JsonValueKind.String => [model.EncodeText(prompt.GetString()!)],
            JsonValueKind.Array when prompt.GetArrayLength() > 0 => FromArray(fields, prompt),
            JsonValueKind.Array => throw fields.Fault("prompt", "'prompt' is an empty array.", "invalid_value"),
            _ => throw fields.WrongType("prompt", "a string or an array of strings or token ids", prompt),
        };
        return prompts.All(tokens => tokens.Length > 0) ? prompts : throw fields.Fault("prompt", "'prompt' is empty.", "invalid_value");
    }

    /// <summary>Reads an array of token ids below the vocabulary's size.</summary>
    public static int[] Tokens(JsonFields fields, string name, JsonElement list, int vocabulary)
    {
        int[] tokens = new int[list.GetArrayLength()];
        int count = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            bool token = item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int id) && id >= 0 && id < vocabulary;
            tokens[count++] = token
                ? item.GetInt32()
                : throw fields.Fault(name, $"'{name}' holds something that is not a token id from 0 to {vocabulary - 1}.", "invalid_value");
        }

        return tokens;
    }

    private IReadOnlyList<int[]> FromArray(JsonFields fields, JsonElement prompt)
    {
        JsonValueKind kind = prompt[0].ValueKind;
        if (kind == JsonValueKind.Number)
        {
            return [Tokens(fields, "prompt", prompt, model.VocabularySize)];
        }

        if (prompt.GetArrayLength() > Limits.ChoicesMax)
        {
            throw fields.Fault("prompt", $"'prompt' has {prompt.GetArrayLength()} entries; at most {Limits.ChoicesMax} are taken.", "out_of_range");
        }

        return [.. prompt.EnumerateArray().Select(item => item.ValueKind == kind ? One(fields, item) : throw Mixed(fields))];
    }

    private int[] One(JsonFields fields, JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => model.EncodeText(item.GetString()!),
        JsonValueKind.Array => Tokens(fields, "prompt", item, model.VocabularySize),
        _ => throw Mixed(fields),
    };

    private static Contracts.Errors.OpenAiException Mixed(JsonFields fields) =>
        fields.Fault("prompt", "'prompt' must be a string, or an array of strings, of token ids, or of arrays of token ids.", "invalid_value");
}
