using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Believes or refuses a JSON web token. What it holds never reaches a log.</summary>
internal sealed class JwtCheck(IOptions<TenancyOptions> options, Credentials credentials, TenantRegistry tenants)
{
    // Each kind of key takes its own algorithms only, so a public key cannot be passed off as a shared secret.
    private static readonly string[] _algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512"];

    private readonly JwtOptions _options = options.Value.Jwt;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = Contracts.Limits.BearerTokenCharsMax };

    public bool Enabled => _options.JwksFile.Length > 0;

    /// <summary>Whether a token has the three parts of a signed one; keys have no dots.</summary>
    public static bool IsJwt(string token) => token.AsSpan().Count('.') == 2;

    /// <summary>The tenant it names, or null.</summary>
    public async ValueTask<Tenant?> FindAsync(string token)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, Parameters());
        return result.IsValid && result.Claims.TryGetValue(_options.TenantClaim, out object? claim) && claim is string id
            ? tenants.Find(id)
            : null;
    }

    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = _options.Issuer,
        ValidAudience = _options.Audience,
        IssuerSigningKeys = credentials.Signers,
        TryAllIssuerSigningKeys = true,
        ValidAlgorithms = _algorithms,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ClockSkew = _options.ClockSkew,
        // Its messages would go to event listeners with parts of the token.
        LogValidationExceptions = false,
    };
}
