using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InferenceGateway.KvFabric.Tests.Directory;
using InferenceGateway.KvFabric.Tests.Fleet;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Tests.Deployments;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("tls-test-");

    [Fact]
    public async Task Everything_arrives_over_tls_with_certificates_on_both_sides()
    {
        await using var server = await StartAsync();
        var connection = $"{server.ConnectionString},ssl=true,sslHost=localhost";
        (string, string)[] files = [("Directory:TlsAuthorityFile", At("ca.pem")), ("Directory:TlsCertificateFile", At("client.pem")), ("Directory:TlsKeyFile", At("client.key"))];
        await using var worker = await FleetWorker.StartAsync(connection, "decode-0", 1, files);
        await using var one = await FleetGateway.StartAsync(connection, null, files);
        await using var two = await FleetGateway.StartAsync(connection, null, files);

        await FleetCheck.AllArrivesAsync(worker, one, two, round: 1);
    }

    [Fact]
    public async Task Server_whose_authority_is_unknown_is_not_trusted()
    {
        await using var server = await StartAsync();
        await using var gateway = await FleetGateway.StartAsync($"{server.ConnectionString},ssl=true,sslHost=localhost");

        await Eventually.TrueAsync("a directory that cannot be read", () => gateway.Log.Of(2010).Count > 0);

        Assert.True(gateway.Workers.IsStale);
    }

    [Fact]
    public async Task Files_that_are_missing_stop_the_start()
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => DirectoryNode.StartAsync(
            "127.0.0.1:1", null, ("TlsAuthorityFile", At("nowhere")), ("TlsKeyFile", At("nowhere.key"))));

        Assert.Equal(3, thrown.Failures.Count());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<RedisServerProcess> StartAsync()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(authorityKey);
        File.WriteAllText(At("ca.pem"), authority.ExportCertificatePem());
        Issue(authority, "server");
        Issue(authority, "client");
        int port = FreePort.Next();
        return await RedisServerProcess.StartAsync(
            port, "--port", "0", "--tls-port", $"{port}", "--tls-cert-file", At("server.pem"), "--tls-key-file", At("server.key"), "--tls-ca-cert-file", At("ca.pem"));
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private static X509Certificate2 Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private void Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(At($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
