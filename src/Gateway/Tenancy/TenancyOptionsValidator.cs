using System.Buffers;
using InferenceGateway.Contracts;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Collects every fault of <see cref="TenancyOptions"/>, those in the files it names included.</summary>
internal sealed class TenancyOptionsValidator : IValidateOptions<TenancyOptions>
{
    private static readonly SearchValues<char> _idChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public ValidateOptionsResult Validate(string? name, TenancyOptions options)
    {
        var faults = new OptionFaults(TenancyOptions.Section);
        CheckName<AnonymousAccess>(faults, nameof(options.Anonymous), options.Anonymous);
        faults.Range(nameof(options.ReloadInterval), options.ReloadInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        CheckHashes(faults, nameof(options.AdminKeys), options.AdminKeys);
        foreach ((string id, TenantOptions tenant) in options.Tenants)
        {
            CheckTenant(faults, id, tenant);
        }

        if (options.Tenants.Count > Limits.TenantsMax)
        {
            faults.Add(nameof(options.Tenants), $"{options.Tenants.Count} tenants", $"must hold at most {Limits.TenantsMax}");
        }

        CheckKeys(faults, options);
        CheckJwt(faults, options.Jwt);
        return faults.ToResult();
    }

    private static void CheckTenant(OptionFaults faults, string id, TenantOptions tenant)
    {
        string prefix = $"{nameof(TenancyOptions.Tenants)}:{id}";
        if (id.Length is 0 or > Limits.TenantIdCharsMax || id.AsSpan().ContainsAnyExcept(_idChars))
        {
            faults.Add(prefix, id, $"must be called by 1 to {Limits.TenantIdCharsMax} ASCII letters, digits, dashes, underscores and dots");
        }

        faults.Range($"{prefix}:{nameof(tenant.Weight)}", tenant.Weight, 0.01, 1000);
        faults.Range($"{prefix}:{nameof(tenant.TokenBudget)}", tenant.TokenBudget, 0, Limits.TokenBudgetMax);
        faults.Range($"{prefix}:{nameof(tenant.ConcurrentMax)}", tenant.ConcurrentMax, 0, 1_000_000);
        if (tenant.QueueTimeout is { } timeout)
        {
            faults.Range($"{prefix}:{nameof(tenant.QueueTimeout)}", timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        }

        CheckPriorities(faults, prefix, tenant);
        CheckHashes(faults, $"{prefix}:{nameof(tenant.Keys)}", tenant.Keys);
    }

    private static void CheckPriorities(OptionFaults faults, string prefix, TenantOptions tenant)
    {
        bool known = CheckName<RequestPriority>(faults, $"{prefix}:{nameof(tenant.Priority)}", tenant.Priority)
            & CheckName<RequestPriority>(faults, $"{prefix}:{nameof(tenant.PriorityMax)}", tenant.PriorityMax);
        if (known && OptionNames.Parse<RequestPriority>(tenant.PriorityMax) < OptionNames.Parse<RequestPriority>(tenant.Priority))
        {
            faults.Add($"{prefix}:{nameof(tenant.PriorityMax)}", tenant.PriorityMax, $"must not be below {nameof(tenant.Priority)}, which is {tenant.Priority}");
        }
    }

    private static void CheckKeys(OptionFaults faults, TenancyOptions options)
    {
        int keys = options.Tenants.Values.Sum(tenant => tenant.Keys.Count);
        if (options.KeysFile.Length > 0)
        {
            KeysFile.Content file = KeysFile.Read(options.KeysFile, options.Tenants.Keys);
            file.Faults.ToList().ForEach(fault => faults.Add(nameof(options.KeysFile), options.KeysFile, $"must be a file of keys: {fault}"));
            keys += file.Keys.Count;
        }

        if (keys > Limits.ApiKeysMax)
        {
            faults.Add(nameof(options.Tenants), $"{keys} keys", $"must have at most {Limits.ApiKeysMax} keys, those of the keys file included");
        }
    }

    private static void CheckJwt(OptionFaults faults, JwtOptions jwt)
    {
        faults.Range("Jwt:ClockSkew", jwt.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        if (jwt.JwksFile.Length == 0)
        {
            return;
        }

        if (JwksFile.Read(jwt.JwksFile).Fault is { } fault)
        {
            faults.Add("Jwt:JwksFile", jwt.JwksFile, $"must be a JSON web key set: {fault}");
        }

        foreach ((string option, string value) in new[] { ("Issuer", jwt.Issuer), ("Audience", jwt.Audience), ("TenantClaim", jwt.TenantClaim) })
        {
            if (value.Length == 0)
            {
                faults.Add($"Jwt:{option}", value, "must be given with a JWKS file");
            }
        }
    }

    // A wrong entry is not repeated in the message: it may be the key itself.
    private static void CheckHashes(OptionFaults faults, string option, List<string> hashes)
    {
        for (int i = 0; i < hashes.Count; i++)
        {
            if (!KeyHash.TryParse(hashes[i], out _))
            {
                faults.Add($"{option}:{i}", "(not shown)", "must be the SHA-256 of a key: 64 hex digits");
            }
        }
    }

    private static bool CheckName<T>(OptionFaults faults, string option, string value)
        where T : struct, Enum
    {
        bool known = OptionNames.IsName<T>(value);
        if (!known)
        {
            faults.Add(option, value, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");
        }

        return known;
    }
}
