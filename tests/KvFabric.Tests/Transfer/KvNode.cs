using System.Collections.Concurrent;
using System.Net;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.KvFabric.Tests.Transfer;

/// <summary>A listener with its slots and a client that can push to it, in one container.</summary>
internal sealed class KvNode : IKvTransferObserver, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedService _hosted;

    private KvNode(TimeProvider? time, (string Option, string Value)[] options)
    {
        var settings = new Dictionary<string, string?>
        {
            ["KvListener:WorkerId"] = "decode-0",
            ["KvListener:Port"] = "0",
            ["KvClient:WorkerId"] = "prefill-0",
        };
        foreach (var (option, value) in options)
        {
            settings[option] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton<IKvReservations>(Slots)
            .AddSingleton<IKvTransferObserver>(this)
            .AddKvListener(configuration)
            .AddKvTransferClient(configuration)
            .BuildServiceProvider();
        _hosted = Assert.Single(_services.GetServices<IHostedService>());
    }

    public Slots Slots { get; } = new();

    public LogCollector Log { get; } = new();

    public ConcurrentQueue<(KvTransferDirection Direction, KvTransferRecord Record)> Completions { get; } = new();

    public ConcurrentQueue<(KvTransferDirection Direction, string Peer, KvRefusal Refusal)> Failures { get; } = new();

    public IKvListener Listener => _services.GetRequiredService<IKvListener>();

    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 1);

    public string Endpoint => Address.ToString();

    public IKvTransferClient Client => _services.GetRequiredService<IKvTransferClient>();

    public static async Task<KvNode> StartAsync(TimeProvider? time = null, params (string Option, string Value)[] options)
    {
        var node = new KvNode(time, options);
        node._services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();
        await node._hosted.StartAsync(CancellationToken.None);
        node.Address = node.Listener.Endpoint!;
        return node;
    }

    public Task StopListenerAsync() => _hosted.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopListenerAsync();
        Assert.Equal(0, Listener.Connections);
        await _services.DisposeAsync();
    }

    void IKvTransferObserver.Completed(KvTransferDirection direction, KvTransferRecord record) => Completions.Enqueue((direction, record));

    void IKvTransferObserver.Failed(KvTransferDirection direction, string peer, KvRefusal refusal)
        => Failures.Enqueue((direction, peer, refusal));
}
