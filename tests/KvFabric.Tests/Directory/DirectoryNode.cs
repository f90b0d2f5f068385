using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Tests.Directory;

/// <summary>One program's end of the directory: a container with the feature in it, its hosted services started.</summary>
internal sealed class DirectoryNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private DirectoryNode(ServiceProvider services, LogCollector log)
    {
        _services = services;
        Log = log;
    }

    public LogCollector Log { get; }

    public IWorkerDirectory Directory => _services.GetRequiredService<IWorkerDirectory>();

    public IWorkerView View => _services.GetRequiredService<IWorkerView>();

    /// <summary>Builds and starts one. Without options: leases and full reads far beyond a test's length.</summary>
    public static async Task<DirectoryNode> StartAsync(
        string connectionString, TimeProvider? time = null, params (string Option, string Value)[] options)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Directory:ConnectionString"] = connectionString,
            ["Directory:LeaseSeconds"] = "600",
            ["Directory:RenewSeconds"] = "0.2",
            ["Directory:SnapshotSeconds"] = "600",
        };
        foreach (var (option, value) in options)
        {
            settings[$"Directory:{option}"] = value;
        }

        var log = new LogCollector();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddWorkerDirectory(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var node = new DirectoryNode(services.BuildServiceProvider(), log);
        await node.StartHostedAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    public static WorkerRecord Worker(string id, long epoch = 1, string model = "tiny") => new()
    {
        Id = id,
        Role = WorkerRole.Decode,
        Model = model,
        ApiUrl = "http://127.0.0.1:8082",
        InternalUrl = "http://127.0.0.1:8092",
        KvEndpoint = "127.0.0.1:8093",
        Epoch = epoch,
        Slots = 4,
        ContextLength = 512,
        ModelHash = "0123456789abcdef0123456789abcdef",
    };

    public Task<WorkerSnapshot> SeesAsync(string what, Func<WorkerSnapshot, bool> condition)
        => Eventually.DoneAsync($"a view with {what}", View.WaitForAsync(condition, TestContext.Current.CancellationToken));

    private async Task StartHostedAsync()
    {
        _services.GetService<IStartupValidator>()?.Validate();
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }
}
