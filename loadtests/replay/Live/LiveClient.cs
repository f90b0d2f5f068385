using System.Net.Http.Headers;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Replay.Measuring;

namespace InferenceGateway.Replay.Live;

/// <summary>Asks a server for one streamed chat after the other, and measures the stream.</summary>
internal sealed class LiveClient(LiveTarget target, TimeProvider time) : IDisposable
{
    private readonly Uri _chat = new(target.Url, "/v1/chat/completions");
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = target.OutstandingMax });

    /// <summary>Asks, and writes down what happens; a request that fails has no end.</summary>
    /// <returns>The worker that answered, if the server says so.</returns>
    public async Task<string?> AskAsync(RequestRecord record, string text, LogHistogram gaps, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(target.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        long start = time.GetTimestamp();
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _chat) { Content = Body(record, text) };
            using HttpResponseMessage response = await _http.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using StreamReader lines = new(await response.Content.ReadAsStreamAsync(either.Token));
            while (await lines.ReadLineAsync(either.Token) is { } line)
            {
                Read(record, line, time.GetElapsedTime(start).TotalSeconds, gaps);
            }

            return response.Headers.TryGetValues(HeaderNames.DecodeWorker, out IEnumerable<string>? workers) ? workers.First() : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Counted as not finished; an open-loop client goes on.
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static void Read(RequestRecord record, string line, double seconds, LogHistogram gaps)
    {
        const string Prefix = "data: ";
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return;
        }

        if (line.AsSpan(Prefix.Length).SequenceEqual("[DONE]"))
        {
            record.End = RequestEnd.Finished;
            return;
        }

        using JsonDocument data = JsonDocument.Parse(line.AsMemory(Prefix.Length));
        if (HasText(data.RootElement))
        {
            Token(record, seconds, gaps);
        }

        if (data.RootElement.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object
            && usage.TryGetProperty("prompt_tokens_details", out JsonElement details) && details.ValueKind == JsonValueKind.Object
            && details.TryGetProperty("cached_tokens", out JsonElement cached))
        {
            record.CachedTokens = cached.GetInt32();
        }
    }

    private static void Token(RequestRecord record, double seconds, LogHistogram gaps)
    {
        if (record.Tokens++ == 0)
        {
            record.FirstToken = seconds;
        }
        else
        {
            lock (gaps)
            {
                gaps.Add(seconds - record.LastToken);
            }
        }

        record.LastToken = seconds;
    }

    private static bool HasText(JsonElement chunk) =>
        chunk.TryGetProperty("choices", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
        && choices[0].TryGetProperty("delta", out JsonElement delta)
        && delta.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String && content.GetString()!.Length > 0;

    private ByteArrayContent Body(RequestRecord record, string text)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = target.Model,
            stream = true,
            stream_options = new { include_usage = true },
            max_tokens = record.Request.OutputTokens,
            messages = new[] { new { role = "user", content = text } },
        }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
