using InferenceGateway.Contracts;
using Microsoft.Extensions.Primitives;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>What a client says that no worker may hear.</summary>
internal static class ClientHeaders
{
    private const string GatewayPrefix = "x-gateway-";

    /// <summary>Drops steering headers, and those whose meaning ends at the gateway; sets the request id. Safe to repeat.</summary>
    public static void Clean(IHeaderDictionary headers, string requestId)
    {
        List<string>? steering = null;
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            if (IsSteering(header.Key))
            {
                (steering ??= []).Add(header.Key);
            }
        }

        steering?.ForEach(name => headers.Remove(name));

        // Keys are the gateway's business, under whichever of the usual names a client sends them.
        headers.Remove("Authorization");
        headers.Remove("Proxy-Authorization");
        headers.Remove("api-key");
        headers.Remove("x-api-key");
        headers.Remove("Cookie");

        // The body is here in full already, and the answer must be readable for the accounting.
        headers.Remove("Expect");
        headers.Remove("Accept-Encoding");
        headers[HeaderNames.RequestId] = requestId;
    }

    private static bool IsSteering(string name) =>
        name.StartsWith(HeaderNames.InternalPrefix, StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(GatewayPrefix, StringComparison.OrdinalIgnoreCase);
}
