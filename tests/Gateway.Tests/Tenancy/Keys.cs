using System.Security.Cryptography;
using System.Text;

namespace InferenceGateway.Gateway.Tests.Tenancy;

/// <summary>Keys of tests, and how requests show them.</summary>
internal static class Keys
{
    public const string A = "sk-test-a-0123456789";
    public const string B = "sk-test-b-0123456789";

    /// <summary>Two tenants, one key each.</summary>
    public static readonly (string Key, string Value)[] TwoTenants = [.. Tenant("a", A), .. Tenant("b", B)];

    public static (string Key, string Value)[] Tenant(string id, string key) => [($"Tenancy:Tenants:{id}:Keys:0", Hash(key))];

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static Action<HttpRequestMessage> Bearer(string key) => Authorization($"Bearer {key}");

    public static Action<HttpRequestMessage> Authorization(params string[] values) =>
        request => request.Headers.TryAddWithoutValidation("Authorization", values);
}
