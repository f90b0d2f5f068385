using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace InferenceGateway.Standalone.Benchmarks;

/// <summary>What one streamed request felt like to its client.</summary>
internal sealed record StreamFigures(double TimeToFirstTokenMs, IReadOnlyList<double> InterTokenMs, double TotalMs);

/// <summary>A client of one server that measures streams event by event.</summary>
internal sealed class StreamClient(Uri server) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 });

    /// <summary>Streams one completion and times each event that carries text.</summary>
    public async Task<StreamFigures> RunAsync(string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server, "/v1/completions"))
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await _http.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        double first = 0;
        long last = 0;
        List<double> gaps = [];
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                continue;
            }

            long now = Stopwatch.GetTimestamp();
            if (last == 0)
            {
                first = Stopwatch.GetElapsedTime(start, now).TotalMilliseconds;
            }
            else
            {
                gaps.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
            }

            last = now;
        }

        return new StreamFigures(first, gaps, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Dispose() => _http.Dispose();
}
