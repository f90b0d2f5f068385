using System.Globalization;
using System.Net.Http.Headers;

namespace InferenceGateway.Gateway.Benchmarks;

/// <summary>Compares the gateway's CPU time per request with a bare proxy's, in alternating rounds against the same worker.</summary>
internal static class Driver
{
    private const int Connections = 16;

    /// <returns>0 when every ratio keeps its budget, 1 otherwise.</returns>
    public static async Task<int> RunAsync(int rounds)
    {
        using Part worker = await Part.StartAsync("worker", null);
        using Part bare = await Part.StartAsync("bare", worker.Url);
        using Part gateway = await Part.StartAsync("gateway", worker.Url);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections });
        bool kept = true;
        Console.WriteLine($"{"scenario",-18} {"bare us",9} {"gateway us",11} {"ratio",7} {"budget",7}");
        foreach (Scenario scenario in Scenario.All)
        {
            kept &= await CompareAsync(client, bare, gateway, scenario, rounds);
        }

        return kept ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(HttpMessageInvoker client, Part bare, Part gateway, Scenario scenario, int rounds)
    {
        var bareCosts = new List<double>();
        var gatewayCosts = new List<double>();
        for (int round = 0; round < scenario.WarmUpRounds + rounds; round++)
        {
            bareCosts.Add(await MeasureAsync(client, bare, scenario));
            gatewayCosts.Add(await MeasureAsync(client, gateway, scenario));
        }

        double bareMedian = Median(bareCosts.Skip(scenario.WarmUpRounds));
        double gatewayMedian = Median(gatewayCosts.Skip(scenario.WarmUpRounds));
        double ratio = gatewayMedian / bareMedian;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{scenario.Name,-18} {bareMedian,9:F1} {gatewayMedian,11:F1} {ratio,7:F3} {scenario.RatioMax,7:F2} {(ratio <= scenario.RatioMax ? "kept" : "MISSED")}"));
        return ratio <= scenario.RatioMax;
    }

    /// <summary>Microseconds of the proxy's CPU time per request.</summary>
    private static async Task<double> MeasureAsync(HttpMessageInvoker client, Part proxy, Scenario scenario)
    {
        int left = scenario.Requests;
        TimeSpan before = proxy.CpuTime;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await SendAsync(client, proxy.Url + scenario.Path, scenario.Body);
            }
        }));
        return (proxy.CpuTime - before).TotalMicroseconds / scenario.Requests;
    }

    private static async Task SendAsync(HttpMessageInvoker client, string url, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        using HttpResponseMessage response = await client.SendAsync(request, CancellationToken.None);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
