using InferenceGateway.TestSupport;
using System.Text;
using CsCheck;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Tenancy;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task Request_with_a_tenants_key_is_served()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);

        using HttpResponseMessage a = await gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        using HttpResponseMessage b = await gateway.PostAsync(prepare: Keys.Authorization($"bearer  {Keys.B} "));

        Assert.Equal(200, (int)a.StatusCode);
        Assert.Equal(200, (int)b.StatusCode);
    }

    [Fact]
    public async Task Request_without_a_key_is_refused_and_reaches_no_worker()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);

        using HttpResponseMessage response = await gateway.PostAsync(prepare: request => request.Headers.Add("x-request-id", "r-401"));

        var error = await Envelope.ReadAsync(response, 401);
        Assert.Equal("invalid_api_key", error.Code);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("r-401", response.Headers.GetValues(HeaderNames.RequestId).Single());
        Assert.Empty(gateway.Worker.Received);
        await gateway.MetricReachesAsync("inference_gateway_unauthorized_total{reason=\"missing\"}", 1);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/m")]
    [InlineData("/healthz")]
    [InlineData("//v1//models")]
    [InlineData("/v1/../v1/models")]
    [InlineData("/%76%31/models")]
    public async Task Every_path_of_the_api_port_asks_for_a_key(string path)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);

        using HttpResponseMessage response = await gateway.GetAsync(path);

        Assert.Equal("invalid_api_key", (await Envelope.ReadAsync(response, 401)).Code);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer sk-test-a-0123456789 sk-test-b-0123456789")]
    [InlineData("Bearer sk-test-a-0123456789,Bearer x")]
    [InlineData("Bearer sk-test-a-012345678")]
    [InlineData("Bearer sk-test-a-01234567899")]
    [InlineData("Bearer SK-TEST-A-0123456789")]
    [InlineData("Basic c2stdGVzdC1hLTAxMjM0NTY3ODk=")]
    [InlineData("sk-test-a-0123456789")]
    [InlineData("Bearer .")]
    [InlineData("Bearer ..")]
    [InlineData("Bearer e30.e30.")]
    public async Task Header_that_is_not_exactly_one_good_key_is_refused(string header)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);

        using HttpResponseMessage response = await gateway.PostAsync(prepare: Keys.Authorization(header));

        var error = await Envelope.ReadAsync(response, 401);
        Assert.Equal("invalid_api_key", error.Code);
        Assert.DoesNotContain("sk-test", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(gateway.Worker.Received);
    }

    [Fact]
    public async Task Several_authorization_headers_are_refused_even_when_one_is_good()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);
        string answer = await RawHttp.SendAsync(
            gateway.Api, $"GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Keys.A}\r\nAuthorization: Bearer {Keys.B}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_of_a_megabyte_is_refused_and_the_next_request_is_served()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);
        string answer = await RawHttp.SendAsync(
            gateway.Api, $"GET /v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {new string('a', 1 << 20)}\r\n\r\n");

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 431 ", StringComparison.Ordinal), answer);
        using HttpResponseMessage longest = await gateway.PostAsync(prepare: Keys.Bearer(new string('a', Limits.BearerTokenCharsMax + 1)));
        using HttpResponseMessage good = await gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        Assert.Equal(401, (int)longest.StatusCode);
        Assert.Equal(200, (int)good.StatusCode);
    }

    [Fact]
    public async Task Arbitrary_headers_never_open_the_door_nor_break_it()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);
        Gen<string> any = Gen.Char[(char)32, (char)126].Array[0, 60].Select(chars => new string(chars));
        string[] headers = Gen.OneOf(any, any.Select(text => "Bearer " + text), any.Select(text => $"Bearer {Keys.A}{text.Trim()}!")).Array[300].Single();

        foreach (string header in headers)
        {
            using HttpResponseMessage response = await gateway.PostAsync(prepare: Keys.Authorization(header));
            Assert.True((int)response.StatusCode == 401, $"{(int)response.StatusCode} for '{header}'");
        }
    }

    [Fact]
    public async Task Key_reaches_neither_a_worker_nor_a_log()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(Keys.TwoTenants);
        using HttpResponseMessage good = await gateway.PostAsync(prepare: request =>
        {
            Keys.Bearer(Keys.A)(request);
            foreach (string header in new[] { "Proxy-Authorization", "api-key", "x-api-key", "Cookie" })
            {
                request.Headers.TryAddWithoutValidation(header, Keys.A);
            }
        });
        using HttpResponseMessage bad = await gateway.PostAsync(prepare: Keys.Bearer(Keys.A + "x"));

        Assert.Equal(200, (int)good.StatusCode);
        Assert.Equal(401, (int)bad.StatusCode);
        Assert.True(gateway.Worker.Received.TryDequeue(out Received? received));
        Assert.DoesNotContain(received.Headers.Values, value => value.Contains("sk-test", StringComparison.Ordinal));
        await gateway.MetricReachesAsync("inference_gateway_requests_in_flight", 0);
        Assert.NotEmpty(gateway.Log.Lines);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains("sk-test", StringComparison.Ordinal) || line.Contains(Keys.Hash(Keys.A), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Worker_learns_whose_cache_it_may_use_from_the_gateway_alone()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(
            [.. Keys.TwoTenants, ("Tenancy:Tenants:b:SharesCache", "true"), ("Tenancy:Anonymous", "Always")]);

        foreach (string? key in new[] { Keys.A, Keys.B, null })
        {
            using HttpResponseMessage response = await gateway.PostAsync(prepare: request =>
            {
                (key is null ? _ => { } : Keys.Bearer(key))(request);
                request.Headers.Add(HeaderNames.TenantSalt, "b");
            });
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal(["a", null, null], gateway.Worker.Received.Select(received => received.Headers.GetValueOrDefault(HeaderNames.TenantSalt)));
    }

    [Fact]
    public async Task Loopback_without_tenants_serves_any_key_and_none()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage none = await gateway.PostAsync();
        using HttpResponseMessage any = await gateway.PostAsync(prepare: Keys.Bearer("anything"));

        Assert.Equal(200, (int)none.StatusCode);
        Assert.Equal(200, (int)any.StatusCode);
        Assert.All(gateway.Worker.Received, received => Assert.False(received.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task Anonymous_access_beside_tenants_still_refuses_a_wrong_key()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync([.. Keys.TwoTenants, ("Tenancy:Anonymous", "Always")]);

        using HttpResponseMessage none = await gateway.PostAsync();
        using HttpResponseMessage wrong = await gateway.PostAsync(prepare: Keys.Bearer("wrong"));

        Assert.Equal(200, (int)none.StatusCode);
        Assert.Equal(401, (int)wrong.StatusCode);
    }

    [Fact]
    public async Task Keys_file_is_read_again_and_a_faulty_one_changes_nothing()
    {
        using var file = new TempFile($"a {Keys.Hash(Keys.A)} # the first");
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(
            ("Tenancy:Tenants:a:Weight", "1"), ("Tenancy:KeysFile", file.Path), ("Tenancy:ReloadInterval", "00:00:00.1"));
        Assert.Equal(200, await StatusAsync(gateway, Keys.A));
        Assert.Equal(401, await StatusAsync(gateway, Keys.B));

        file.Write($"# changed\n\na {Keys.Hash(Keys.B)}\n");
        await Eventually.TrueAsync("the new key in force", async () => await StatusAsync(gateway, Keys.B) == 200);
        Assert.Equal(401, await StatusAsync(gateway, Keys.A));

        file.Write($"a {Keys.Hash(Keys.A)}\nnobody {Keys.Hash(Keys.A)}\nnot a line\n");
        await Eventually.TrueAsync("a log line about the faulty file", () => gateway.Log.Lines.Any(line => line.Contains("1201", StringComparison.Ordinal)));
        string log = gateway.Log.Lines.Single(line => line.Contains("1201", StringComparison.Ordinal));
        Assert.Contains("line 2 names a tenant that is not configured; line 3 is not a tenant and 64 hex digits", log, StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync(gateway, Keys.B));
        Assert.Equal(401, await StatusAsync(gateway, Keys.A));
    }

    private static async Task<int> StatusAsync(TestGateway gateway, string key)
    {
        using HttpResponseMessage response = await gateway.PostAsync(prepare: Keys.Bearer(key));
        return (int)response.StatusCode;
    }
}

/// <summary>A file that a test changes.</summary>
internal sealed class TempFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tenancy-test-");

    public TempFile(string text) => Write(text);

    public string Path => System.IO.Path.Combine(_folder.FullName, "file");

    /// <summary>Replaces it in one step, as orchestrators do.</summary>
    public void Write(string text)
    {
        string next = Path + ".next";
        File.WriteAllText(next, text, Encoding.UTF8);
        File.Move(next, Path, overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
