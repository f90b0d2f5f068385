using System.Net;
using System.Text;
using InferenceGateway.EmbeddedRedis;
using InferenceGateway.EngineSimulator.Hosting;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.EngineSimulator.Tests.Hosting;

/// <summary>The simulator program and a real gateway before it, over an embedded Redis.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private static readonly string Table = Path.Combine(AppContext.BaseDirectory, "Hosting", "swift.json");

    private readonly RespServer _redis;
    private readonly WebApplication _simulator;
    private readonly WebApplication? _gateway;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    private RunningSimulator(RespServer redis, WebApplication simulator, WebApplication? gateway)
    {
        (_redis, _simulator, _gateway) = (redis, simulator, gateway);
        Fleet = simulator.Services.GetRequiredService<SimulatedFleet>();
    }

    public SimulatedFleet Fleet { get; }

    public string GatewayUrl => $"http://{_gateway!.Services.GetRequiredService<GatewayListeners>().Api}";

    /// <summary>Starts both; without a policy, the simulator alone.</summary>
    public static async Task<RunningSimulator> StartAsync(string? policy = null, int decode = 2, int prefill = 1, string profile = "default")
    {
        RespServer redis = RespServer.Start();
        WebApplication simulator = SimulatorApp.Create(
            [
                $"--Directory:ConnectionString={redis.ConnectionString}",
                $"--Simulator:CalibrationFile={Table}",
                "--Simulator:Calibration=swift",
                $"--Simulator:DecodeWorkers={decode}",
                $"--Simulator:PrefillWorkers={prefill}",
            ],
            builder => builder.Logging.ClearProviders());
        await simulator.StartAsync(TestContext.Current.CancellationToken);
        RunningSimulator running = new(redis, simulator, policy is null ? null : await GatewayAsync(redis, policy, profile));
        if (running._gateway is { } gateway)
        {
            await Eventually.DoneAsync(
                "all simulated workers in the gateway's view",
                gateway.Services.GetRequiredService<IWorkerView>().WaitForAsync(
                    snapshot => snapshot.Workers.Count == decode + prefill, TestContext.Current.CancellationToken));
        }

        return running;
    }

    public Task<HttpResponseMessage> PostAsync(string url, string body = "") => _http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") },
        TestContext.Current.CancellationToken);

    public async Task<string> GetAsync(string url)
    {
        using HttpResponseMessage response = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, url), TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task StrikeAsync(SimulatedWorker worker, string fault)
    {
        using HttpResponseMessage response = await PostAsync($"{worker.Url}/simulator/{fault}");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await Eventually.TrueAsync(
            "every simulated engine idle", () => Fleet.Workers.All(worker => worker.Engine.Load is { Running: 0, Waiting: 0 }));
        _http.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _simulator.DisposeAsync();
        _redis.Dispose();
    }

    private static async Task<WebApplication> GatewayAsync(RespServer redis, string policy, string profile)
    {
        WebApplication gateway = GatewayApp.Create(
            [
                "--Gateway:Api:Port=0",
                "--Gateway:Management:Port=0",
                $"--Gateway:Disaggregation:Policy={policy}",
                $"--Gateway:Scheduling:Profile={profile}",
                $"--Directory:ConnectionString={redis.ConnectionString}",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddWorkerDirectory(builder.Configuration);
            });
        await gateway.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }
}
