using System.Security.Cryptography;
using System.Text;
using InferenceGateway.EmbeddedRedis;
using InferenceGateway.EngineSimulator.Hosting;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.Overload.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Overload.Staging;

/// <summary>A real gateway before simulated engines, which stand in a real directory. Everything listens on free ports of this machine.</summary>
public sealed class Stage : IAsyncDisposable
{
    /// <summary>The model that the engines serve.</summary>
    public const string Model = "simulated";

    /// <summary>The tenant that measures the capacity.</summary>
    public const string Probe = "probe";

    private const int Engines = 4;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly RespServer _redis;
    private readonly WebApplication _simulator;
    private readonly WebApplication _gateway;
    private readonly Dictionary<string, string> _keys;

    private Stage(RespServer redis, WebApplication simulator, WebApplication gateway, Dictionary<string, string> keys)
    {
        (_redis, _simulator, _gateway, _keys) = (redis, simulator, gateway, keys);
        GatewayListeners listeners = gateway.Services.GetRequiredService<GatewayListeners>();
        Api = new Uri($"http://{listeners.Api}");
        Management = new Uri($"http://{listeners.Management}");
    }

    /// <summary>Where clients connect.</summary>
    public Uri Api { get; }

    /// <summary>Where metrics are.</summary>
    public Uri Management { get; }

    /// <summary>What the pool can hold, and what is in it.</summary>
    public PoolPressure Pressure => _gateway.Services.GetRequiredService<IAdmission>().PressureOf(Model);

    /// <summary>Requests that the engines have, running and waiting.</summary>
    public int InEngines => Fleet.Workers.Sum(worker => worker.Engine.Load.Running + worker.Engine.Load.Waiting);

    private SimulatedFleet Fleet => _simulator.Services.GetRequiredService<SimulatedFleet>();

    /// <summary>A tenant's API key, made for this run.</summary>
    public string KeyOf(string tenant) => _keys[tenant];

    /// <summary>Starts everything and waits until the gateway knows every engine.</summary>
    /// <param name="tenants">Tenants of the gateway, beside the probe.</param>
    /// <param name="settings">Gives the queues' timeout.</param>
    /// <param name="cancellation">Breaks off.</param>
    /// <exception cref="OverloadException">The engines did not appear in time.</exception>
    public static async Task<Stage> StartAsync(IReadOnlyList<TenantPlan> tenants, OverloadSettings settings, CancellationToken cancellation)
    {
        Dictionary<string, string> keys = tenants.Select(tenant => tenant.Id).Append(Probe).ToDictionary(id => id, _ => $"sk-{RandomNumberGenerator.GetHexString(32, lowercase: true)}", StringComparer.Ordinal);
        RespServer redis = RespServer.Start();
        WebApplication simulator = CreateSimulator(redis);
        await simulator.StartAsync(cancellation);
        WebApplication gateway = CreateGateway(redis, [.. Options(settings), .. tenants.SelectMany(Options), .. keys.Select(KeyOption)]);
        await gateway.StartAsync(cancellation);
        Stage stage = new(redis, simulator, gateway, keys);
        try
        {
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(StartTimeout);
            await gateway.Services.GetRequiredService<IWorkerView>().WaitForAsync(snapshot => snapshot.Workers.Count == Engines, deadline.Token);
            return stage;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await stage.DisposeAsync();
            throw new OverloadException($"The gateway did not see all {Engines} engines within {StartTimeout.TotalSeconds:0} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _simulator.DisposeAsync();
        _redis.Dispose();
    }

    private static WebApplication CreateSimulator(RespServer redis) => SimulatorApp.Create(
        [
            $"--Directory:ConnectionString={redis.ConnectionString}",
            $"--Simulator:ModelName={Model}",
            $"--Simulator:CalibrationFile={Path.Combine(AppContext.BaseDirectory, "overload-engine.json")}",
            "--Simulator:Calibration=overload",
            $"--Simulator:DecodeWorkers={Engines}",
            "--Simulator:PrefillWorkers=0",
        ],
        builder => builder.Logging.ClearProviders());

    private static WebApplication CreateGateway(RespServer redis, IEnumerable<KeyValuePair<string, string?>> options) => GatewayApp.Create(
        [],
        builder =>
        {
            builder.Configuration.AddInMemoryCollection([.. options, new("Directory:ConnectionString", redis.ConnectionString)]);
            builder.Logging.ClearProviders();
            builder.Services.AddWorkerDirectory(builder.Configuration);
        });

    private static KeyValuePair<string, string?>[] Options(OverloadSettings settings) =>
    [
        new("Gateway:Api:Port", "0"),
        new("Gateway:Management:Port", "0"),
        new("Gateway:Disaggregation:Policy", "Never"),
        new("Gateway:FlowControl:QueueTimeout", TimeSpan.FromSeconds(settings.QueueSeconds).ToString("c")),
    ];

    private static KeyValuePair<string, string?>[] Options(TenantPlan tenant) =>
    [
        new($"Tenancy:Tenants:{tenant.Id}:Weight", FormattableString.Invariant($"{tenant.Weight}")),
        new($"Tenancy:Tenants:{tenant.Id}:Priority", $"{tenant.Priority}"),
        new($"Tenancy:Tenants:{tenant.Id}:PriorityMax", $"{tenant.Priority}"),
    ];

    private static KeyValuePair<string, string?> KeyOption(KeyValuePair<string, string> key) =>
        new($"Tenancy:Tenants:{key.Key}:Keys:0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Value))));
}
