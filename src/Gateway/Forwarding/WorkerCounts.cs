using System.Globalization;
using System.Net.Http.Headers;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>Token counts in a worker's headers or trailers.</summary>
internal static class WorkerCounts
{
    /// <summary>Null unless the number of generated tokens is there.</summary>
    public static TokenCounts? Read(HttpResponseHeaders headers) =>
        Number(headers, HeaderNames.CompletionTokens) is { } completion
            ? new TokenCounts(Number(headers, HeaderNames.PromptTokens) ?? 0, completion, Number(headers, HeaderNames.CachedTokens) ?? 0)
            : null;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues value)
        && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
