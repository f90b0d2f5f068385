using InferenceGateway.TestSupport;
using System.Security.Cryptography;
using System.Text;
using InferenceGateway.Gateway.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace InferenceGateway.Gateway.Tests.Tenancy;

public sealed class JwtTests : IDisposable
{
    private readonly RsaSecurityKey _rsa = new(RSA.Create(2048)) { KeyId = "k1" };
    private readonly ECDsaSecurityKey _ecdsa = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "k2" };
    private readonly TempFile _jwks;

    public JwtTests() => _jwks = new TempFile(KeySet(_rsa, _ecdsa));

    public void Dispose()
    {
        _jwks.Dispose();
        _rsa.Rsa.Dispose();
        _ecdsa.ECDsa.Dispose();
    }

    [Fact]
    public async Task Signed_token_selects_its_tenant()
    {
        await using TestGateway gateway = await StartAsync();

        Assert.Equal(200, await StatusAsync(gateway, Token(_rsa, "RS256")));
        Assert.Equal(200, await StatusAsync(gateway, Token(_ecdsa, "ES256")));
        Assert.Equal(200, await StatusAsync(gateway, Keys.A));
        Assert.DoesNotContain(gateway.Worker.Received, received => received.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Token_with_any_fault_is_refused()
    {
        using RSA stranger = RSA.Create(2048);
        var secret = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_rsa.Rsa.ExportSubjectPublicKeyInfoPem()));
        string good = Token(_rsa, "RS256");
        string[] parts = good.Split('.');
        string unsigned = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""") + "." + parts[1] + ".";
        var faulty = new Dictionary<string, string>
        {
            ["another issuer"] = Token(_rsa, "RS256", token => token.Issuer = "https://elsewhere"),
            ["another audience"] = Token(_rsa, "RS256", token => token.Audience = "elsewhere"),
            ["no tenant"] = Token(_rsa, "RS256", token => token.Claims.Remove("tenant")),
            ["a tenant nobody knows"] = Token(_rsa, "RS256", token => token.Claims["tenant"] = "c"),
            ["a list of tenants"] = Token(_rsa, "RS256", token => token.Claims["tenant"] = new[] { "a", "b" }),
            ["long expired"] = Token(_rsa, "RS256", token => (token.NotBefore, token.Expires) = (Ago(120), Ago(60))),
            ["not valid yet"] = Token(_rsa, "RS256", token => token.NotBefore = Ago(-30)),
            ["signed by a stranger"] = Token(new RsaSecurityKey(stranger) { KeyId = "k1" }, "RS256"),
            ["public key as shared secret"] = Token(secret, "HS256"),
            ["unsigned"] = unsigned,
            ["signature cut"] = good[..^8],
            ["signature of another"] = $"{parts[0]}.{Token(_rsa, "RS256", token => token.Claims["tenant"] = "b").Split('.')[1]}.{parts[2]}",
            ["empty parts"] = "..",
            ["garbage parts"] = "a.b.c",
        };
        await using TestGateway gateway = await StartAsync();

        foreach ((string fault, string token) in faulty)
        {
            int status = await StatusAsync(gateway, token);
            Assert.True(status == 401, $"{status} for {fault}");
        }

        Assert.Empty(gateway.Worker.Received);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(parts[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Issuers_new_key_is_taken_over_from_the_file()
    {
        await using TestGateway gateway = await StartAsync();
        using RSA next = RSA.Create(2048);
        var key = new RsaSecurityKey(next) { KeyId = "k3" };
        Assert.Equal(401, await StatusAsync(gateway, Token(key, "RS256")));

        _jwks.Write(KeySet(key));

        await Eventually.TrueAsync("the new key believed", async () => await StatusAsync(gateway, Token(key, "RS256")) == 200);
        Assert.Equal(401, await StatusAsync(gateway, Token(_rsa, "RS256")));
    }

    private Task<TestGateway> StartAsync() => TestGateway.StartWithWorkerAsync(
    [
        .. Keys.TwoTenants,
        ("Tenancy:Jwt:JwksFile", _jwks.Path),
        ("Tenancy:Jwt:Issuer", "https://issuer.test"),
        ("Tenancy:Jwt:Audience", "gateway"),
        ("Tenancy:ReloadInterval", "00:00:00.1"),
    ]);

    private static async Task<int> StatusAsync(TestGateway gateway, string token)
    {
        using HttpResponseMessage response = await gateway.PostAsync(prepare: Keys.Bearer(token));
        return (int)response.StatusCode;
    }

    private static string Token(SecurityKey key, string algorithm, Action<SecurityTokenDescriptor>? change = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = "https://issuer.test",
            Audience = "gateway",
            IssuedAt = Ago(5),
            NotBefore = Ago(5),
            Expires = Ago(-5),
            Claims = new Dictionary<string, object> { ["tenant"] = "a" },
            SigningCredentials = new SigningCredentials(key, algorithm),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private static DateTime Ago(int minutes) => TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-minutes);

    private static string KeySet(params SecurityKey[] keys)
    {
        IEnumerable<string> entries = keys.Select(key => key switch
        {
            RsaSecurityKey rsa => Rsa(rsa),
            ECDsaSecurityKey ecdsa => Ecdsa(ecdsa),
            _ => throw new ArgumentException(key.GetType().Name),
        });
        return $$"""{"keys":[{{string.Join(',', entries)}}]}""";
    }

    private static string Rsa(RsaSecurityKey key)
    {
        RSAParameters parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(parameters.Modulus)}}","e":"{{Base64UrlEncoder.Encode(parameters.Exponent)}}"}""";
    }

    private static string Ecdsa(ECDsaSecurityKey key)
    {
        ECParameters parameters = key.ECDsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"EC","use":"sig","kid":"{{key.KeyId}}","crv":"P-256","x":"{{Base64UrlEncoder.Encode(parameters.Q.X)}}","y":"{{Base64UrlEncoder.Encode(parameters.Q.Y)}}"}""";
    }
}
