using InferenceGateway.Contracts;
using Microsoft.Extensions.Primitives;

namespace InferenceGateway.Gateway.Telemetry;

internal static class RequestIds
{
    /// <summary>The client's id when it is safe to write into logs and headers, otherwise a new one of 32 hex digits.</summary>
    public static string Of(HttpRequest request)
    {
        StringValues given = request.Headers[HeaderNames.RequestId];
        return given.Count == 1 && IsSane(given[0]) ? given[0]! : Guid.NewGuid().ToString("N");
    }

    private static bool IsSane(string? id) =>
        id is { Length: > 0 and <= Limits.RequestIdCharsMax } && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
}
