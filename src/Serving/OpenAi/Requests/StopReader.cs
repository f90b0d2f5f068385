using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Serving.Generating;

namespace InferenceGateway.Serving.OpenAi.Requests;

/// <summary>Reads what ends an answer: <c>stop</c> (a string or up to four), <c>stop_token_ids</c>, <c>ignore_eos</c>.</summary>
internal static class StopReader
{
    /// <summary>Texts that end an answer.</summary>
    public static IReadOnlyList<string> Strings(JsonFields fields)
    {
        if (fields.Find("stop") is not { } stop)
        {
            return [];
        }

        List<string> texts = stop.ValueKind switch
        {
            JsonValueKind.String => [stop.GetString()!],
            JsonValueKind.Array => [.. stop.EnumerateArray().Select(item => Text(fields, item))],
            _ => throw fields.WrongType("stop", "a string or an array of strings", stop),
        };
        if (texts.Count > Limits.StopStringsMax)
        {
            throw fields.Fault("stop", $"'stop' has {texts.Count} entries; at most {Limits.StopStringsMax} are taken.", "out_of_range");
        }

        return texts.TrueForAll(text => text.Length is > 0 and <= Limits.StopStringCharsMax)
            ? texts
            : throw fields.Fault("stop", $"Each entry of 'stop' must have 1 to {Limits.StopStringCharsMax} characters.", "out_of_range");
    }

    /// <summary>Tokens that end an answer: the model's own, unless they are to be ignored, and the request's.</summary>
    public static IReadOnlyList<int> Tokens(JsonFields fields, ServedModel model)
    {
        IReadOnlyList<int> own = fields.Flag("ignore_eos") == true ? [] : model.StopTokens;
        if (fields.List("stop_token_ids") is not { } list)
        {
            return own;
        }

        int count = list.GetArrayLength();
        bool good = count <= Limits.StopTokensMax
            && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int id) && id >= 0 && id < model.VocabularySize);
        return good
            ? [.. own, .. list.EnumerateArray().Select(item => item.GetInt32())]
            : throw fields.Fault(
                "stop_token_ids", $"'stop_token_ids' must hold at most {Limits.StopTokensMax} token ids from 0 to {model.VocabularySize - 1}.", "out_of_range");
    }

    private static string Text(JsonFields fields, JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? item.GetString()! : throw fields.WrongType("stop", "an array of strings", item);
}
