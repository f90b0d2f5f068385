namespace InferenceGateway.Contracts;

/// <summary>What keeps cached prompts apart: between tenants the gateway's word, within a tenant the request's own <c>cache_salt</c>.</summary>
public static class CacheSalts
{
    /// <summary>Longest combined salt, in characters.</summary>
    public const int CharsMax = Limits.TenantIdCharsMax + 1 + Limits.CacheSaltCharsMax;

    /// <summary>
    /// The salt that gateway and worker both use. Neither part can hold a line break, so no request can write itself into another tenant's.
    /// </summary>
    /// <param name="tenant">The tenant's part; null or empty when its prompts are shared.</param>
    /// <param name="request">The request's part, or null or empty.</param>
    public static string? Combine(string? tenant, string? request) => string.IsNullOrEmpty(tenant) ? request : $"{tenant}\n{request}";
}
