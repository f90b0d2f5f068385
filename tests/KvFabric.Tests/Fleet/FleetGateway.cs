using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Tests.Fleet;

/// <summary>A gateway's end of the fleet: a container with the feature in it, its hosted services started.</summary>
internal sealed class FleetGateway : IAsyncDisposable
{
    public const string Model = "tiny";

    private readonly ServiceProvider _services;
    private bool _killed;

    private FleetGateway(ServiceProvider services, LogCollector log)
    {
        _services = services;
        Log = log;
    }

    public LogCollector Log { get; }

    public IPrefixView Prefixes => _services.GetRequiredService<IPrefixView>();

    public IFleetState States => _services.GetRequiredService<IFleetState>();

    public IFleetInFlight InFlight => _services.GetRequiredService<IFleetInFlight>();

    public IWorkerView Workers => _services.GetRequiredService<IWorkerView>();

    public WorkerNumbers Numbers => _services.GetRequiredService<WorkerNumbers>();

    public static async Task<FleetGateway> StartAsync(
        string connectionString, TimeProvider? time = null, params (string Option, string Value)[] options)
    {
        var log = new LogCollector();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddFleetView(Settings(connectionString, options));
        var gateway = new FleetGateway(services.BuildServiceProvider(), log);
        gateway._services.GetService<IStartupValidator>()?.Validate();
        foreach (var hosted in gateway._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return gateway;
    }

    /// <summary>Settings in which nothing is slow.</summary>
    public static IConfiguration Settings(string connectionString, params (string Option, string Value)[] options)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Directory:ConnectionString"] = connectionString,
            ["Directory:SnapshotSeconds"] = "0.2",
            ["Directory:CommandTimeoutSeconds"] = "1",
            ["Fleet:BatchMilliseconds"] = "5",
            ["Fleet:StateMilliseconds"] = "20",
            ["Fleet:HeartbeatSeconds"] = "0.2",
        };
        foreach (var (option, value) in options)
        {
            settings[option] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    public int DepthOf(FleetWorker worker, BlockKey[] keys)
    {
        var depths = new int[1];
        Prefixes.Match(Model, keys, [Numbers.Of(worker.Id)], depths);
        return depths[0];
    }

    public bool IsCurrent(FleetWorker worker) => Prefixes.IsCurrent(Numbers.Of(worker.Id));

    public Task SeesAsync(FleetWorker worker, BlockKey[] keys, int depth) =>
        Eventually.TrueAsync($"{worker.Id} at depth {depth}, current", () => IsCurrent(worker) && DepthOf(worker, keys) == depth);

    /// <summary>Ends without a goodbye, as a killed process does.</summary>
    public async Task KillAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            // Cancels without waiting, and without what happens at a stop.
            hosted.Dispose();
        }

        await _services.DisposeAsync();
        _killed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_killed)
        {
            return;
        }

        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
