using System.Net;
using InferenceGateway.Gateway.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>From the <c>Authorization</c> header to the tenant.</summary>
internal sealed class Authenticator
{
    private readonly TenantRegistry _tenants;
    private readonly Credentials _credentials;
    private readonly JwtCheck _jwt;
    private readonly bool _anonymous;

    /// <exception cref="OptionsValidationException">Nobody at all could come in.</exception>
    public Authenticator(
        IOptions<TenancyOptions> options, IOptions<HostingOptions> hosting, TenantRegistry tenants, Credentials credentials, JwtCheck jwt)
    {
        _tenants = tenants;
        _credentials = credentials;
        _jwt = jwt;
        string address = hosting.Value.Api.Address;
        _anonymous = OptionNames.Parse<AnonymousAccess>(options.Value.Anonymous) switch
        {
            AnonymousAccess.Always => true,
            AnonymousAccess.Never => false,
            _ => !credentials.Any && IPAddress.IsLoopback(IPAddress.Parse(address)),
        };
        if (!_anonymous && !credentials.Any)
        {
            throw NobodyCouldEnter(options.Value.Anonymous, address);
        }
    }

    public async ValueTask<Verdict> IdentifyAsync(StringValues authorization)
    {
        // Without keys to compare with, whatever a client sends in this header means nothing.
        if (_anonymous && (authorization.Count == 0 || !_credentials.Any))
        {
            return new Verdict(_tenants.Anonymous, default);
        }

        if (!BearerToken.TryRead(authorization, out string token))
        {
            return new Verdict(null, authorization.Count == 0 ? Refusal.Missing : Refusal.Malformed);
        }

        Tenant? tenant = _jwt.Enabled && JwtCheck.IsJwt(token) ? await _jwt.FindAsync(token) : _credentials.Keys.Find(token);
        return new Verdict(tenant, Refusal.Unknown);
    }

    private static OptionsValidationException NobodyCouldEnter(string anonymous, string address) => new(
        TenancyOptions.Section,
        typeof(TenancyOptions),
        [
            $"{TenancyOptions.Section}:{nameof(TenancyOptions.Anonymous)} is '{anonymous}', no key is configured and the API listens on {address}: "
                + "nobody could use it; it must be 'Always', or tenants with keys must be configured.",
        ]);
}

/// <summary>Why a request has no tenant.</summary>
internal enum Refusal
{
    Missing,
    Malformed,
    Unknown,
}

/// <param name="Tenant">Whose request it is; null when it is refused.</param>
/// <param name="Refusal">Why it is refused.</param>
internal readonly record struct Verdict(Tenant? Tenant, Refusal Refusal);
