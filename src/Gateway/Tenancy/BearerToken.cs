using System.Buffers;
using InferenceGateway.Contracts;
using Microsoft.Extensions.Primitives;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Takes the token out of the <c>Authorization</c> header.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    // The letters that RFC 6750 allows in a token.
    private static readonly SearchValues<char> _chars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=");

    /// <returns>False unless there is exactly one header, with this scheme and a token that can be one.</returns>
    public static bool TryRead(StringValues header, out string token)
    {
        token = "";
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> rest = value.AsSpan(Scheme.Length).Trim(' ');
        if (rest.Length is 0 or > Limits.BearerTokenCharsMax || rest.ContainsAnyExcept(_chars))
        {
            return false;
        }

        token = rest.ToString();
        return true;
    }
}
