using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace InferenceGateway.Overload.Load;

/// <summary>Asks the gateway for streamed chats and measures the answers.</summary>
/// <param name="gateway">Its API.</param>
/// <param name="model">The model to ask for.</param>
/// <param name="time">The clock.</param>
public sealed class LoadClient(Uri gateway, string model, TimeProvider time) : IDisposable
{
    private const int BytesPerToken = 4;
    private const string Data = "data: ";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Uri _chat = new(gateway, "/v1/chat/completions");
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private int _number;

    /// <summary>Sends one request and reads its answer to the end.</summary>
    /// <param name="arrival">The request.</param>
    /// <param name="key">The tenant's API key.</param>
    /// <param name="start">Timestamp of the load's beginning.</param>
    /// <param name="cancellation">Breaks off.</param>
    public async Task<Outcome> AskAsync(Arrival arrival, string key, long start, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(Deadline, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using HttpRequestMessage request = new(HttpMethod.Post, _chat) { Content = Body(arrival) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Outcome outcome = new(arrival);
        try
        {
            long sent = time.GetTimestamp();
            using HttpResponseMessage response = await _http.SendAsync(request, either.Token);
            outcome = outcome with { Status = (int)response.StatusCode };
            outcome = response.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(outcome, response, sent, either.Token)
                : await RefusedAsync(outcome, response, either.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // A torn answer counts as not served; the load goes on.
        }

        return outcome with { EndedAt = time.GetElapsedTime(start).TotalSeconds };
    }

    public void Dispose() => _http.Dispose();

    private async Task<Outcome> ReadAsync(Outcome outcome, HttpResponseMessage response, long sent, CancellationToken cancellation)
    {
        using StreamReader lines = new(await response.Content.ReadAsStreamAsync(cancellation));
        double? first = null;
        long tokens = 0;
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line == Data + "[DONE]")
            {
                return outcome with { Served = tokens > 0, FirstToken = first, Tokens = tokens };
            }

            first ??= HasText(line) ? time.GetElapsedTime(sent).TotalSeconds : null;
            tokens = line.Contains("\"total_tokens\"", StringComparison.Ordinal) ? TotalTokens(line) : tokens;
        }

        return outcome with { FirstToken = first };
    }

    private static async Task<Outcome> RefusedAsync(Outcome outcome, HttpResponseMessage response, CancellationToken cancellation)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        return outcome with
        {
            Code = body.RootElement.GetProperty("error").GetProperty("code").GetString(),
            HasRetryAfter = response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1),
        };
    }

    private static bool HasText(string line) =>
        line.Contains("\"content\":\"", StringComparison.Ordinal) && !line.Contains("\"content\":\"\"", StringComparison.Ordinal);

    private static long TotalTokens(string line)
    {
        using JsonDocument chunk = JsonDocument.Parse(line.AsMemory(Data.Length));
        return chunk.RootElement.GetProperty("usage").GetProperty("total_tokens").GetInt64();
    }

    private ByteArrayContent Body(Arrival arrival)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(new
        {
            model,
            stream = true,
            stream_options = new { include_usage = true },
            max_tokens = arrival.AnswerTokens,
            messages = new[] { new { role = "user", content = Text(arrival.PromptTokens * BytesPerToken, (ulong)Interlocked.Increment(ref _number)) } },
        }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    // No two prompts have a beginning in common: what is shown is admission, not the prefix cache.
    private static string Text(int bytes, ulong number)
    {
        StringBuilder text = new(bytes + 8);
        for (ulong word = 0; text.Length < bytes; word++)
        {
            text.Append(((uint)(((number << 20) + word) * 0x9E3779B97F4A7C15 >> 36)).ToString("x7", CultureInfo.InvariantCulture)).Append(' ');
        }

        return text.ToString(0, bytes);
    }
}
