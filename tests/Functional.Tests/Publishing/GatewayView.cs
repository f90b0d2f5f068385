using System.Text;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.KvFabric.Prompts;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Functional.Tests.Publishing;

/// <summary>What another gateway of the same directory knows of a cluster's workers.</summary>
internal sealed class GatewayView : IAsyncDisposable
{
    private const string Model = "fable";

    private readonly ServiceProvider _services;

    private GatewayView(ServiceProvider services) => _services = services;

    public IFleetState States => _services.GetRequiredService<IFleetState>();

    private IPrefixView Prefixes => _services.GetRequiredService<IPrefixView>();

    public static async Task<GatewayView> StartAsync(TestCluster cluster)
    {
        Dictionary<string, string?> settings = new()
        {
            ["Directory:ConnectionString"] = cluster.Worker(WorkerRole.Decode).Configuration["Directory:ConnectionString"],
        };
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(cluster.Log));
        services.AddFleetView(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        GatewayView view = new(services.BuildServiceProvider());
        foreach (IHostedService hosted in view._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestCluster.Cancellation);
        }

        return view;
    }

    /// <summary>Text keys of the value of <c>messages</c> or <c>prompt</c>, as it is written in a body.</summary>
    public static BlockKey[] KeysOf(string json, string salt = "")
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        BlockKey[] keys = new BlockKey[PromptChain.Blocks(text.Length)];
        new PromptChain(new PromptScope(Model, "", salt)).Compute([], text, keys);
        return keys;
    }

    public int NumberOf(WorkerRole role)
    {
        WorkerSnapshot snapshot = _services.GetRequiredService<IWorkerView>().Current;
        return snapshot.Workers.FirstOrDefault(worker => worker.Role == role) is { } worker
            ? _services.GetRequiredService<WorkerNumbers>().Of(worker.Id)
            : WorkerNumbers.None;
    }

    public int DepthOf(WorkerRole role, BlockKey[] keys)
    {
        int[] depths = new int[1];
        Prefixes.Match(Model, keys, [NumberOf(role)], depths);
        return depths[0];
    }

    public Task SeesAsync(WorkerRole role, BlockKey[] keys, int least, int most) => Eventually.TrueAsync(
        $"{role} worker current, with {least} to {most} of {keys.Length} text blocks",
        () => Prefixes.IsCurrent(NumberOf(role)) && DepthOf(role, keys) is var depth && depth >= least && depth <= most);

    public async ValueTask DisposeAsync()
    {
        foreach (IHostedService hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
