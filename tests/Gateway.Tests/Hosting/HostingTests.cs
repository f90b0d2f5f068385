using System.Diagnostics;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public void Faults_of_all_options_are_reported_together()
    {
        AggregateException faults = Assert.Throws<AggregateException>(() => Validate(
            "--Gateway:Api:Port=70000", "--Gateway:Management:Address=here", "--Gateway:DrainTimeout=02:00:00",
            "--Gateway:Forwarding:ConnectTimeout=00:05:00", "--Gateway:Disaggregation:Policy=Sometimes"));

        string[] lines = [.. faults.InnerExceptions.Cast<OptionsValidationException>().SelectMany(fault => fault.Failures)];
        Assert.Equal(5, lines.Length);
        Assert.Contains("Gateway:Api:Port is '70000'; it must lie between 0 and 65535.", lines);
        Assert.Contains("Gateway:DrainTimeout is '02:00:00'; it must lie between 00:00:00 and 01:00:00.", lines);
        Assert.Contains("Gateway:Disaggregation:Policy is 'Sometimes'; it must be one of Never, WhenUseful, Require.", lines);
    }

    /// <summary>Routes are read anew when a file changes, and nothing else: a fault in it must not come up on the file watcher's thread.</summary>
    [Theory]
    [InlineData("Gateway:DrainTimeout", "-1")]
    [InlineData("Gateway:Health:PanicPercent", "many")]
    [InlineData("Directory:LeaseSeconds", "-1")]
    [InlineData("Fleet:HeartbeatSeconds", "often")]
    public async Task Fault_in_a_changed_configuration_disturbs_nothing(string option, string value)
    {
        await using WebApplication app = GatewayApp.Create([], builder => builder.Services.AddFleetView(builder.Configuration));
        var configuration = (IConfigurationRoot)app.Services.GetRequiredService<IConfiguration>();

        configuration[option] = value;
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(30), app.Services.GetRequiredService<IOptionsMonitor<HostingOptions>>().CurrentValue.DrainTimeout);
    }

    [Fact]
    public async Task Program_with_faulty_options_prints_them_plainly_and_exits_with_1()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GatewayApp).Assembly.Location, "--Gateway:Api:Port=-1", "--Gateway:Disaggregation:Policy=Maybe"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestGateway.Deadline);
        string output = await process.StandardOutput.ReadToEndAsync(TestGateway.Deadline);
        await process.WaitForExitAsync(TestGateway.Deadline);

        Assert.Equal(1, process.ExitCode);
        Assert.Equal(2, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Gateway:Api:Port is '-1'", error, StringComparison.Ordinal);
        Assert.Contains("Gateway:Disaggregation:Policy is 'Maybe'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_does_not_answer_on_the_management_port()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage models = await gateway.ManageAsync("/v1/models");
        using HttpResponseMessage health = await gateway.ManageAsync("/healthz");

        Assert.Equal(404, (int)models.StatusCode);
        Assert.Equal(200, (int)health.StatusCode);
        Assert.False(health.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Readiness_follows_the_decode_workers()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        using HttpResponseMessage empty = await gateway.ManageAsync("/readyz");
        gateway.Board.Set(WorkerBoard.Worker("p1", WorkerRole.Prefill, "http://127.0.0.1:1"));
        using HttpResponseMessage prefillOnly = await gateway.ManageAsync("/readyz");
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, "http://127.0.0.1:1"));
        using HttpResponseMessage ready = await gateway.ManageAsync("/readyz");

        Assert.Equal(503, (int)empty.StatusCode);
        Assert.Equal(503, (int)prefillOnly.StatusCode);
        Assert.Equal(200, (int)ready.StatusCode);
    }

    [Fact]
    public async Task Stop_lets_a_running_stream_finish()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using var gateway = await StoppableGateway.StartAsync(worker);
        var goOn = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            ChunkedEvents events = StandInWorker.StartEvents(context);
            await events.SendAsync("one");
            await goOn.Task.WaitAsync(TestGateway.Deadline);
            await events.SendAsync("[DONE]");
            await events.EndAsync();
        };

        using HttpResponseMessage response = await gateway.PostAsync();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestGateway.Deadline));
        Assert.Equal("data: one", await reader.ReadLineAsync(TestGateway.Deadline));
        Task stopping = gateway.StopAsync();
        await gateway.StoppedAcceptingAsync();
        goOn.SetResult();

        Assert.Equal("\ndata: [DONE]\n\n", await reader.ReadToEndAsync(TestGateway.Deadline));
        await stopping;
    }

    private static void Validate(params string[] args) =>
        GatewayApp.Create(args, builder => builder.Services.AddSingleton<IWorkerView>(new WorkerBoard()))
            .Services.GetRequiredService<IStartupValidator>().Validate();
}
