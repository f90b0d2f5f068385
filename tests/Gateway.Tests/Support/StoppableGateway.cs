using System.Net.Sockets;
using System.Text;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Gateway.Tests.Support;

/// <summary>A gateway whose stop a test watches; after a stop there is no management port left to ask.</summary>
internal sealed class StoppableGateway(WebApplication app) : IAsyncDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly System.Net.IPEndPoint _api = app.Services.GetRequiredService<GatewayListeners>().Api;

    public IServiceProvider Services => app.Services;

    public static async Task<StoppableGateway> StartAsync(StandInWorker worker, params string[] options)
    {
        var board = new WorkerBoard();
        board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url));
        WebApplication app = GatewayApp.Create(
            ["--Gateway:Api:Port=0", "--Gateway:Management:Port=0", "--Gateway:Disaggregation:Policy=Never", .. options],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<IWorkerView>(board);
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new StoppableGateway(app);
    }

    public Task<HttpResponseMessage> PostAsync() => _client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"http://{_api}{TestGateway.Chat}")
        {
            Content = new StringContent(TestGateway.Body, Encoding.UTF8, "application/json"),
        },
        TestGateway.Deadline);

    public Task StopAsync() => app.StopAsync(TestGateway.Deadline);

    /// <summary>Completes once new connections are refused.</summary>
    public async Task StoppedAcceptingAsync()
    {
        CancellationToken deadline = TestGateway.Deadline;
        while (await ConnectsAsync(deadline))
        {
            Assert.False(deadline.IsCancellationRequested, "The gateway went on accepting connections.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await app.DisposeAsync();
    }

    private async Task<bool> ConnectsAsync(CancellationToken deadline)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_api, deadline);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
