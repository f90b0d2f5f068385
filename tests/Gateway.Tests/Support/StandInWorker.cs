using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using InferenceGateway.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.Gateway.Tests.Support;

/// <summary>A worker on a free port that answers as a test says and keeps what it got.</summary>
internal sealed class StandInWorker : IAsyncDisposable
{
    public const string UnaryAnswer = """{"id":"c1","object":"chat.completion","choices":[]}""";

    private readonly WebApplication _app;

    private StandInWorker(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public ConcurrentQueue<Received> Received { get; } = new();

    /// <summary>How it answers; a plain unary answer unless set.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => WriteUnaryAsync(context);

    public static async Task<StandInWorker> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        WebApplication app = builder.Build();
        var worker = new StandInWorker(app);
        app.Run(worker.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return worker;
    }

    public static Task WriteUnaryAsync(HttpContext context, string answer = UnaryAnswer, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        byte[] body = Encoding.UTF8.GetBytes(answer);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>Starts a stream of events whose chunks this side frames itself, since Kestrel sends no trailers over HTTP/1.1.</summary>
    public static ChunkedEvents StartEvents(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.TransferEncoding = "chunked";
        context.Response.Headers.Trailer = HeaderNames.CompletionTokens;
        return new ChunkedEvents(context.Response.Body);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Received.Enqueue(new Received(context.Request.Method, context.Request.Path, headers, body.ToArray()));
        await Answer(context);
    }
}

internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Chunked framing by hand.</summary>
internal sealed class ChunkedEvents(Stream body)
{
    public const string Chunk = """{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]}""";

    public Task SendAsync(string data = Chunk) => SendRawAsync($"data: {data}\n\n");

    public Task SendRawAsync(string text) => SendBytesAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        byte[] head = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await body.WriteAsync((byte[])[.. head, .. bytes.Span, .. "\r\n"u8]);
    }

    public async Task EndAsync(params (string Name, string Value)[] trailers)
    {
        string lines = string.Concat(trailers.Select(trailer => $"{trailer.Name}: {trailer.Value}\r\n"));
        await body.WriteAsync(Encoding.ASCII.GetBytes($"0\r\n{lines}\r\n"));
    }
}
