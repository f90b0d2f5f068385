using System.Globalization;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>Headers between gateway and worker. They mean something on the internal port only; a client cannot steer a hand-off.</summary>
internal static class SteeringHeaders
{
    /// <summary>Prefill workers to try, in order.</summary>
    public static IReadOnlyList<string> PrefillCandidates(HttpContext context)
    {
        string? value = MarkedListener.KindOf(context) == ListenerKind.Internal ? context.Request.Headers[HeaderNames.PrefillCandidates].ToString() : null;
        return string.IsNullOrEmpty(value)
            ? []
            : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The tenant's part of the cache salt; null when the gateway gives none.</summary>
    public static string? TenantSalt(HttpContext context) =>
        MarkedListener.KindOf(context) == ListenerKind.Internal ? context.Request.Headers[HeaderNames.TenantSalt].ToString() : null;

    /// <summary>Exact counts of an answer that is sent as a whole.</summary>
    public static void WriteUsage(HttpResponse response, TokenUsage usage)
    {
        response.Headers[HeaderNames.PromptTokens] = usage.PromptTokens.ToString(CultureInfo.InvariantCulture);
        response.Headers[HeaderNames.CompletionTokens] = usage.CompletionTokens.ToString(CultureInfo.InvariantCulture);
        response.Headers[HeaderNames.CachedTokens] = usage.CachedTokens.ToString(CultureInfo.InvariantCulture);
    }
}
