using System.Text.Json;
using System.Xml.Linq;
using InferenceGateway.EngineSimulator.Tests.Hosting;
using InferenceGateway.Replay.Commands;
using InferenceGateway.Replay.Live;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.EngineSimulator.Tests.Replay;

public sealed class ProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("replay-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("replay-profiles", 2, "profiles", "--profiles", "random,default", "--workers", "2")]
    [InlineData("replay-load", 4, "load", "--profiles", "random,default", "--workers", "2", "--speeds", "0.5,1")]
    [InlineData("replay-gateways", 2, "gateways", "--gateways", "1,2", "--workers", "2")]
    [InlineData("replay-workers", 2, "workers", "--workers", "2,12")]
    [InlineData("replay-ratios", 2, "ratios", "--workers", "2", "--prefills", "0,1")]
    public async Task Command_writes_table_figures_and_picture(string name, int rows, params string[] arguments)
    {
        int code = await ReplayProgram.RunAsync([.. arguments, "--trace", "generated:20:1", "--out", _folder.FullName]);

        Assert.Equal(0, code);
        Assert.Equal(rows, File.ReadLines(Path(name, "md")).Count(line => line.StartsWith("| random", StringComparison.Ordinal) || line.StartsWith("| default", StringComparison.Ordinal)));
        JsonElement figures = JsonDocument.Parse(await File.ReadAllTextAsync(Path(name, "json"), TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(rows, figures.GetProperty("reports").GetArrayLength());
        XElement picture = XDocument.Load(Path(name, "svg")).Root!;
        Assert.Equal("svg", picture.Name.LocalName);
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("profiles", "--profiles", "none")]
    [InlineData("profiles", "--calibration", "none")]
    [InlineData("profiles", "--trace", "nowhere.jsonl")]
    [InlineData("profiles", "--workers", "0")]
    [InlineData("profiles", "--speed", "-1")]
    [InlineData("gateways", "--gateways", "1,x")]
    [InlineData("ratios", "--prefills", "8", "--workers", "8")]
    [InlineData("profiles", "--config", "nowhere.json")]
    public async Task Argument_that_cannot_be_used_ends_the_program(params string[] arguments) =>
        Assert.Equal(1, await ReplayProgram.RunAsync([.. arguments, .. arguments.Contains("--trace") ? [] : (string[])["--trace", "generated:2:1"]]));

    [Fact]
    public async Task Trace_replayed_in_real_time_is_measured_at_the_server()
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync("Never", decode: 2, prefill: 0);
        Trace trace = new TraceShape(Speed: 100, Divide: 16).Apply(TraceSource.Read("generated:10:1", seed: 1), seed: 1);
        LiveTarget target = new(new Uri(running.GatewayUrl), "simulated", BytesPerToken: 4, OutstandingMax: 100, Timeout: TimeSpan.FromSeconds(20));
        RunReport report = await LiveReplay.RunAsync(
            target, trace, new Slo(10, 1), TimeProvider.System, Progress.Silent, TestContext.Current.CancellationToken);

        Assert.Equal(trace.Requests.Count, report.Finished);
        Assert.InRange(report.FirstToken.P50, 1e-5, 10);
        Assert.True(report.HitRate > 0.1, $"Talks share their beginnings, but only {report.HitRate} was found.");
        Assert.NotNull(report.BusiestByMean);
        Assert.Equal(trace.Requests.Sum(request => (long)request.OutputTokens), running.Fleet.Workers.Sum(worker => worker.Engine.Totals.DrawnTokens));
    }

    [Fact]
    public async Task Server_that_is_not_there_leaves_requests_unfinished()
    {
        Trace trace = new TraceShape(Speed: 1000).Apply(TraceSource.Read("generated:3:1", seed: 1), seed: 1);
        LiveTarget target = new(new Uri($"http://127.0.0.1:{TestSupport.FreePort.Next()}"), "m", 4, 10, TimeSpan.FromSeconds(5));
        RunReport report = await LiveReplay.RunAsync(target, trace, new Slo(10, 1), TimeProvider.System, Progress.Silent, TestContext.Current.CancellationToken);

        Assert.Equal((trace.Requests.Count, 0), (report.Requests, report.Finished));
        Assert.Equal(0, report.Kept);
    }

    private string Path(string name, string ending) => System.IO.Path.Combine(_folder.FullName, $"{name}.{ending}");
}
