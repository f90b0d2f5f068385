using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Gateway.Tests.Support;

/// <summary>The real gateway on free ports, with a directory in the test. Disposing it asserts that nothing is left in flight.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Chat = "/v1/chat/completions";
    public const string Body = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private StandInWorker? _worker;

    private TestGateway(WebApplication app, WorkerBoard board, LogBook log)
    {
        _app = app;
        Board = board;
        Log = log;
        Client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        GatewayListeners listeners = app.Services.GetRequiredService<GatewayListeners>();
        Api = listeners.Api;
        // A listener on every interface is reached over loopback.
        Management = new IPEndPoint(IPAddress.Loopback, listeners.Management.Port);
    }

    public WorkerBoard Board { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The worker it was started with.</summary>
    public StandInWorker Worker => _worker ?? throw new InvalidOperationException("This gateway was started without a worker.");

    public LogBook Log { get; }

    public HttpMessageInvoker Client { get; }

    public IPEndPoint Api { get; }

    public IPEndPoint Management { get; }

    public static CancellationToken Deadline => new CancellationTokenSource(_deadline, TimeProvider.System).Token;

    public static async Task<TestGateway> StartAsync(string policy = "Never", params (string Key, string Value)[] options)
    {
        var board = new WorkerBoard();
        var log = new LogBook();
        WebApplication app = GatewayApp.Create([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(
            [
                new("Gateway:Api:Port", "0"),
                new("Gateway:Management:Port", "0"),
                new("Gateway:DrainTimeout", "00:00:05"),
                new("Gateway:Disaggregation:Policy", policy),
                .. options.Select(option => new KeyValuePair<string, string?>(option.Key, option.Value)),
            ]);
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton<IWorkerView>(board);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestGateway(app, board, log);
    }

    /// <summary>A gateway with one decode worker named d1 that serves the model m.</summary>
    public static async Task<TestGateway> StartWithWorkerAsync(params (string Key, string Value)[] options)
    {
        StandInWorker worker = await StandInWorker.StartAsync();
        TestGateway gateway = await StartAsync("Never", options);
        gateway._worker = worker;
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url));
        return gateway;
    }

    public Task<HttpResponseMessage> PostAsync(string body = Body, string path = Chat, Action<HttpRequestMessage>? prepare = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), prepare);

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, Action<HttpRequestMessage>? prepare)
    {
        var request = new HttpRequestMessage(method, $"http://{Api}{path}") { Content = content };
        prepare?.Invoke(request);
        return Client.SendAsync(request, Deadline);
    }

    public Task<HttpResponseMessage> ManageAsync(string path, Action<HttpRequestMessage>? prepare = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Management}{path}");
        prepare?.Invoke(request);
        return Client.SendAsync(request, Deadline);
    }

    /// <summary>The value of one series, or 0 when it is not there; <paramref name="series"/> is written as Prometheus writes it.</summary>
    public async Task<double> MetricAsync(string series)
    {
        using HttpResponseMessage response = await ManageAsync("/metrics");
        string text = await response.Content.ReadAsStringAsync(Deadline);
        string? line = text.Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a series has a value: some are written just after the client has its last byte.</summary>
    public async Task MetricReachesAsync(string series, double value)
    {
        CancellationToken deadline = Deadline;
        double seen = await MetricAsync(series);
        while (seen != value)
        {
            Assert.False(deadline.IsCancellationRequested, $"{series} is {seen} and did not reach {value} in time.");
            await Task.Yield();
            seen = await MetricAsync(series);
        }
    }

    /// <summary>Waits for something the test cannot await; names it when it does not come.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(condition, what, async () => await Task.Yield());

    /// <summary>The same, doing something again and again meanwhile.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, Func<Task> meanwhile)
    {
        CancellationToken deadline = Deadline;
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited in vain for {what}.");
            await meanwhile();
        }
    }

    public Task StopAsync() => _app.StopAsync(Deadline);

    public async ValueTask DisposeAsync()
    {
        await MetricReachesAsync("inference_gateway_requests_in_flight", 0);
        foreach (WorkerRecord worker in Board.Current.Workers)
        {
            await MetricReachesAsync($"inference_gateway_worker_requests_in_flight{{worker=\"{worker.Id}\"}}", 0);
        }

        Client.Dispose();
        await _app.DisposeAsync();
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }
    }
}

/// <summary>Keeps log lines.</summary>
internal sealed class LogBook : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Writer(Lines);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
    }
}
