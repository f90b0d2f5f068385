using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.Hosting;
using InferenceGateway.Standalone;
using InferenceGateway.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Functional.Tests.Support;

/// <summary>The standalone program's cluster on free ports. Disposing it asserts that no slot, request or waiting place is left taken.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly StandaloneCluster _cluster;

    private TestCluster(StandaloneCluster cluster, LogCollector log)
    {
        _cluster = cluster;
        Log = log;

        // A client that hangs up does so at once, in place of reading on for a while to save the connection.
        Http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero });
        GatewayListeners listeners = cluster.Gateway.Services.GetRequiredService<GatewayListeners>();
        Api = new Uri($"http://{listeners.Api}");
        Management = new Uri($"http://{listeners.Management}");
    }

    public Uri Api { get; }

    public Uri Management { get; }

    public LogCollector Log { get; }

    public HttpMessageInvoker Http { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IEnumerable<InferenceEngine> Engines => _cluster.Workers.Select(worker => worker.Services.GetRequiredService<InferenceEngine>());

    public static async Task<TestCluster> StartAsync(int prefill = 1, int decode = 1, params (string Key, string Value)[] settings)
    {
        LogCollector log = new();
        StandaloneOptions sizes = new() { PrefillWorkers = prefill, DecodeWorkers = decode };
        StandaloneCluster cluster = StandaloneCluster.Create(sizes, [], builder =>
        {
            builder.Configuration.AddInMemoryCollection(FreePorts().Concat(settings).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
            builder.Logging.ClearProviders().AddProvider(log);
        });
        await cluster.StartAsync(Cancellation);
        return new TestCluster(cluster, log);
    }

    public WebApplication Worker(WorkerRole role) => _cluster.Workers.First(
        worker => worker.Services.GetRequiredService<WorkerListeners>() is not null && IdOf(worker).StartsWith(role.ToString(), StringComparison.OrdinalIgnoreCase));

    public Uri WorkerApi(WorkerRole role) => new($"http://{Worker(role).Services.GetRequiredService<WorkerListeners>().Api}");

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? requestId = null, Uri? host = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri(host ?? Api, path))
        {
            Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        if (requestId is not null)
        {
            request.Headers.Add("x-request-id", requestId);
        }

        return Http.SendAsync(request, Cancellation);
    }

    public async Task<string> GetAsync(Uri uri)
    {
        using HttpResponseMessage response = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri), Cancellation);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancellation);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancellation);
        using JsonDocument document = await JsonDocument.ParseAsync(body, cancellationToken: Cancellation);
        return document.RootElement.Clone();
    }

    public Task NothingIsLeftAsync() => Eventually.TrueAsync(
        "all slots and waiting places free again",
        () => Engines.All(engine => engine.Load is { Running: 0, Waiting: 0 }));

    public async ValueTask DisposeAsync()
    {
        await NothingIsLeftAsync();
        Http.Dispose();
        await _cluster.DisposeAsync();
    }

    private static string IdOf(WebApplication worker) => worker.Configuration["Worker:Id"]!;

    private static (string Key, string Value)[] FreePorts() =>
    [
        ("Gateway:Api:Port", "0"), ("Gateway:Management:Port", "0"),
        ("Worker:ApiPort", "0"), ("Worker:InternalPort", "0"), ("KvListener:Port", "0"),
    ];
}
