using InferenceGateway.Inference.Tokenization.Json;

namespace InferenceGateway.Inference.Tokenization.Patterns;

/// <summary>Reads a pattern of the form <c>{"Regex": "..."}</c>.</summary>
internal static class PatternReader
{
    public static TextPattern Read(JsonField pattern)
    {
        JsonField regex = pattern["Regex"];
        try
        {
            return new TextPattern(regex.Text());
        }
        catch (ArgumentException e)
        {
            throw regex.Refused($"cannot be matched: {e.Message}", e);
        }
    }
}
