using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Reads an issuer's keys.</summary>
internal static class JwksFile
{
    public static (IList<SecurityKey> Keys, string? Fault) Read(string path)
    {
        if (BoundedFile.Read(path, out string? fault) is not { } bytes)
        {
            return ([], fault);
        }

        try
        {
            IList<SecurityKey> keys = new JsonWebKeySet(Encoding.UTF8.GetString(bytes)).GetSigningKeys();
            return keys.Count > 0 ? (keys, null) : ([], "it holds no key that signs");
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or System.Text.Json.JsonException)
        {
            return ([], "it cannot be parsed");
        }
    }
}
