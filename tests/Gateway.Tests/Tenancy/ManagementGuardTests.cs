using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Tenancy;

public sealed class ManagementGuardTests
{
    private static readonly (string Key, string Value)[] _everywhere =
        [("Gateway:Management:Address", "0.0.0.0"), ("Tenancy:AdminKeys:0", Keys.Hash(Keys.A))];

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/readyz", 503)]
    [InlineData("/metrics", 200)]
    [InlineData("/HEALTHZ", 401)]
    [InlineData("/healthz/", 401)]
    [InlineData("/admin/explain", 401)]
    [InlineData("/healthz/../admin/explain", 401)]
    [InlineData("/", 401)]
    public async Task Port_for_everyone_shows_only_probes_and_metrics_without_a_key(string path, int status)
    {
        await using TestGateway gateway = await TestGateway.StartAsync("Never", _everywhere);

        using HttpResponseMessage response = await gateway.ManageAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401 ? "Bearer" : "", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Admin_key_opens_the_port_and_a_tenants_key_does_not()
    {
        await using TestGateway gateway = await TestGateway.StartAsync("Never", [.. _everywhere, .. Keys.Tenant("b", Keys.B)]);

        using HttpResponseMessage admin = await gateway.ManageAsync("/admin/nothing", Keys.Bearer(Keys.A));
        using HttpResponseMessage tenant = await gateway.ManageAsync("/admin/nothing", Keys.Bearer(Keys.B));

        Assert.Equal(404, (int)admin.StatusCode);
        Assert.Equal(401, (int)tenant.StatusCode);
    }

    [Fact]
    public async Task Metrics_can_be_closed()
    {
        await using TestGateway gateway = await TestGateway.StartAsync("Never", [.. _everywhere, ("Tenancy:OpenMetrics", "false")]);

        using HttpResponseMessage closed = await gateway.ManageAsync("/metrics");
        using HttpResponseMessage opened = await gateway.ManageAsync("/metrics", Keys.Bearer(Keys.A));

        Assert.Equal(401, (int)closed.StatusCode);
        Assert.Equal(200, (int)opened.StatusCode);
    }
}
