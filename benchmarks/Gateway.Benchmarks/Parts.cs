using System.Text;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Hosting;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Gateway.Benchmarks;

/// <summary>The processes a run is made of.</summary>
internal static class Parts
{
    private const int Chunks = 128;

    private static readonly byte[] _answer = Encoding.UTF8.GetBytes(
        $$$"""{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{{new string('x', 500)}}}"}}]}""");

    private static readonly byte[] _chunk = Encoding.UTF8.GetBytes(
        $$$"""data: {"id":"chatcmpl-123","object":"chat.completion.chunk","created":1,"model":"bench","choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}{{{"\n\n"}}}""");

    /// <summary>Answers at once; a stream is sent chunk by chunk.</summary>
    public static async Task<int> RunWorkerAsync(string port)
    {
        WebApplication app = Plain(port);
        app.MapPost(Scenario.Unary, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = _answer.Length;
            await context.Response.Body.WriteAsync(_answer, context.RequestAborted);
        });
        app.MapPost(Scenario.Stream, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "text/event-stream";
            // Paced as a model's tokens are: chunks sent without a pause would reach the proxy many at a time.
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            for (int i = 0; i < Chunks; i++)
            {
                await context.Response.Body.WriteAsync(_chunk, context.RequestAborted);
                await pace.WaitForNextTickAsync(context.RequestAborted);
            }

            await context.Response.Body.WriteAsync("data: [DONE]\n\n"u8.ToArray(), context.RequestAborted);
        });
        await app.RunAsync();
        return 0;
    }

    /// <summary>YARP and nothing else.</summary>
    public static async Task<int> RunBareProxyAsync(string port, string worker)
    {
        WebApplication app = Plain(port);
        app.MapForwarder("/{**path}", worker);
        await app.RunAsync();
        return 0;
    }

    /// <summary>The gateway as it is delivered, its log line included.</summary>
    public static Task<int> RunGatewayAsync(string port, string worker) => HostRunner.RunAsync(() => GatewayApp.Create(
        [$"--Gateway:Api:Port={port}", "--Gateway:Management:Port=0"],
        builder => builder.Services.AddSingleton<IWorkerView>(new TwoWorkers(worker))));

    private static WebApplication Plain(string port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddHttpForwarder();
        return builder.Build();
    }

    internal sealed class NoWorkers : IWorkerView
    {
        public WorkerSnapshot Current => WorkerSnapshot.Empty;

        public async Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation)
        {
            if (!condition(Current))
            {
                // These two never change.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            return Current;
        }
    }

    private sealed class TwoWorkers(string url) : IWorkerView
    {
        public WorkerSnapshot Current { get; } = new(1, [Record("decode", WorkerRole.Decode, url), Record("prefill", WorkerRole.Prefill, url)]);

        public async Task<WorkerSnapshot> WaitForAsync(Func<WorkerSnapshot, bool> condition, CancellationToken cancellation)
        {
            if (!condition(Current))
            {
                // These two never change.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            return Current;
        }

        private static WorkerRecord Record(string id, WorkerRole role, string url) => new()
        {
            Id = id,
            Role = role,
            Model = "bench",
            ApiUrl = url,
            InternalUrl = url,
            KvEndpoint = "127.0.0.1:1",
            Epoch = 1,
            // Room for all connections: what is measured is the road, not a queue.
            Slots = 1024,
            ContextLength = 131_072,
            ModelHash = new string('0', 32),
        };
    }
}
