using System.Text.Json;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>Reads OpenAI's usage object.</summary>
internal static class UsageReader
{
    /// <param name="json">Starts at the object's brace; what follows the object is not looked at.</param>
    /// <param name="counts">The counts; 0 for those that are not there.</param>
    /// <returns>False when it is not such an object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenCounts counts)
    {
        var reader = new Utf8JsonReader(json);
        counts = default;
        try
        {
            while (reader.Read() && (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth > 0))
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    counts = ReadCount(ref reader, counts);
                }
            }

            return reader.TokenType == JsonTokenType.EndObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TokenCounts ReadCount(ref Utf8JsonReader reader, TokenCounts counts)
    {
        if (reader.ValueTextEquals("prompt_tokens"u8))
        {
            return counts with { Prompt = Number(ref reader) };
        }

        if (reader.ValueTextEquals("completion_tokens"u8))
        {
            return counts with { Completion = Number(ref reader) };
        }

        return reader.ValueTextEquals("cached_tokens"u8) ? counts with { Cached = Number(ref reader) } : counts;
    }

    private static long Number(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) && number > 0 ? number : 0;
}
