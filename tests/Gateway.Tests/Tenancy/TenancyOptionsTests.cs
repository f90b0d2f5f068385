using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tests.Tenancy;

public sealed class TenancyOptionsTests
{
    [Fact]
    public void Faults_of_tenancy_are_reported_together_and_show_no_key()
    {
        using var keys = new TempFile($"a {Keys.Hash(Keys.A)}\nb {Keys.Hash(Keys.B)}");
        OptionsValidationException faults = Assert.Throws<OptionsValidationException>(() => Create(
            "--Tenancy:Anonymous=Sometimes",
            "--Tenancy:Tenants:a:Weight=0",
            "--Tenancy:Tenants:a:Keys:0=sk-plain-text-key",
            "--Tenancy:Tenants:a:Priority=High",
            "--Tenancy:Tenants:a:TokenBudget=-1",
            "--Tenancy:AdminKeys:0=admin",
            "--Tenancy:Jwt:JwksFile=/nowhere/jwks.json",
            $"--Tenancy:KeysFile={keys.Path}",
            "--Tenancy:Tenants:not an id:ConcurrentMax=-1"));

        string[] lines = [.. faults.Failures];
        Assert.Contains("Tenancy:Anonymous is 'Sometimes'; it must be one of Auto, Always, Never.", lines);
        Assert.Contains("Tenancy:Tenants:a:Weight is '0'; it must lie between 0.01 and 1000.", lines);
        Assert.Contains("Tenancy:Tenants:a:Keys:0 is '(not shown)'; it must be the SHA-256 of a key: 64 hex digits.", lines);
        Assert.Contains("Tenancy:Tenants:a:PriorityMax is 'Normal'; it must not be below Priority, which is High.", lines);
        Assert.Contains(lines, line => line.Contains("line 2 names a tenant that is not configured", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Tenancy:Jwt:JwksFile is '/nowhere/jwks.json'", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("sk-plain", StringComparison.Ordinal));
        Assert.Equal(12, lines.Length);
    }

    [Theory]
    [InlineData("--Gateway:Api:Address=0.0.0.0")]
    [InlineData("--Tenancy:Anonymous=Never")]
    public void Gateway_that_nobody_could_use_does_not_start(string option)
    {
        OptionsValidationException fault = Assert.Throws<OptionsValidationException>(() => Create(option));

        Assert.Contains("nobody could use it", Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Gateway_on_every_interface_starts_with_a_key_or_open_on_purpose()
    {
        string[][] ways = [["--Tenancy:Anonymous=Always"], [$"--Tenancy:Tenants:a:Keys:0={Keys.Hash(Keys.A)}"]];

        Assert.All(ways, way => Assert.Null(Record.Exception(() => Create(["--Gateway:Api:Address=0.0.0.0", .. way]))));
    }

    private static void Create(params string[] args) =>
        GatewayApp.Create(args, builder => builder.Services.AddSingleton<IWorkerView>(new WorkerBoard()));
}
