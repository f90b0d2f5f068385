using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>The keys that are valid now. Both files are read again by <see cref="CredentialReloader"/>; a faulty one changes nothing.</summary>
internal sealed class Credentials
{
    private readonly TenancyOptions _options;
    private readonly TenantRegistry _tenants;
    private volatile KeyTable<Tenant> _keys;
    private volatile IList<SecurityKey> _signers;

    public Credentials(IOptions<TenancyOptions> options, TenantRegistry tenants)
    {
        _options = options.Value;
        _tenants = tenants;
        _keys = Table(_options.KeysFile.Length > 0 ? KeysFile.Read(_options.KeysFile, _options.Tenants.Keys).Keys : []);
        _signers = _options.Jwt.JwksFile.Length > 0 ? JwksFile.Read(_options.Jwt.JwksFile).Keys : [];
        Admins = new KeyTable<string>([.. Parse(_options.AdminKeys).Select(hash => (hash, "admin"))]);
    }

    /// <summary>Whether anybody can prove anything here; a keys file counts also while it is empty.</summary>
    public bool Any => _keys.Count > 0 || _options.KeysFile.Length > 0 || _options.Jwt.JwksFile.Length > 0;

    public KeyTable<Tenant> Keys => _keys;

    /// <summary>Who may sign tokens.</summary>
    public IList<SecurityKey> Signers => _signers;

    public KeyTable<string> Admins { get; }

    /// <summary>Takes over the keys file as it is now.</summary>
    /// <returns>Its faults; then the keys stay what they were.</returns>
    public IReadOnlyList<string> ReloadKeys()
    {
        KeysFile.Content file = KeysFile.Read(_options.KeysFile, _options.Tenants.Keys);
        if (file.Faults.Count == 0)
        {
            _keys = Table(file.Keys);
        }

        return file.Faults;
    }

    /// <inheritdoc cref="ReloadKeys"/>
    public IReadOnlyList<string> ReloadSigners()
    {
        (IList<SecurityKey> keys, string? fault) = JwksFile.Read(_options.Jwt.JwksFile);
        _signers = fault is null ? keys : _signers;
        return fault is null ? [] : [fault];
    }

    private KeyTable<Tenant> Table(IReadOnlyList<(byte[] Hash, string Tenant)> fromFile) => new(
    [
        .. _options.Tenants.SelectMany(tenant => Parse(tenant.Value.Keys).Select(hash => (hash, _tenants.Find(tenant.Key)!))),
        .. fromFile.Select(key => (key.Hash, _tenants.Find(key.Tenant)!)),
    ]);

    private static IEnumerable<byte[]> Parse(IEnumerable<string> hashes) =>
        hashes.Select(hex => KeyHash.TryParse(hex, out byte[] hash) ? hash : throw new FormatException("A hash was not checked at start."));
}
