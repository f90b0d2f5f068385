using System.Globalization;
using System.Net;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>A <c>host:port</c>; IPv6 addresses in brackets.</summary>
internal readonly record struct KvEndpoint(string Host, int Port)
{
    /// <exception cref="ArgumentException">It is none.</exception>
    public static KvEndpoint Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon > 0 ? text[..colon].TrimStart('[').TrimEnd(']') : "";
        var isPort = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return host.Length > 0 && isPort && port is > IPEndPoint.MinPort and <= IPEndPoint.MaxPort
            ? new KvEndpoint(host, port)
            : throw new ArgumentException($"\"{text}\" is no KV endpoint; it must be host:port.", nameof(text));
    }
}
