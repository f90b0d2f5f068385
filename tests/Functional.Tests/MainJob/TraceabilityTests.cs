using System.Text.RegularExpressions;
using InferenceGateway.Functional.Tests.Support;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>One request can be followed through all programs, in logs and metrics (KAR-41's acceptance text).</summary>
public sealed partial class TraceabilityTests
{
    private const string Body = """{"model":"fable","max_tokens":8,"messages":[{"role":"user","content":"What is 4 + 5?"}]}""";

    [Fact]
    public async Task Request_id_stands_in_the_logs_of_all_phases_with_a_transfer_record()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();
        const string id = "trace-me-4711";
        using HttpResponseMessage response = await cluster.PostAsync("/v1/chat/completions", Body, id);

        Assert.Equal(id, Assert.Single(response.Headers.GetValues("x-request-id")));
        Assert.Equal("prefill-1", Assert.Single(response.Headers.GetValues("x-gateway-prefill-worker")));
        Assert.Equal("decode-1", Assert.Single(response.Headers.GetValues("x-gateway-decode-worker")));
        foreach (string phase in new[] { "gateway", "prefill", "transfer", "decode" })
        {
            await Eventually.TrueAsync(
                $"a log line of {id} with phase={phase}",
                () => cluster.Log.Lines.Any(line => line.Message.Contains(id, StringComparison.Ordinal) && line.Message.Contains($"phase={phase}", StringComparison.Ordinal)));
        }

        Assert.Contains(cluster.Log.Lines, line => TransferRecord().IsMatch(line.Message));
    }

    [Fact]
    public async Task Metrics_after_a_request_count_tokens_times_and_moved_bytes()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();
        using (HttpResponseMessage response = await cluster.PostAsync("/v1/chat/completions", Body.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal)))
        {
            await response.Content.ReadAsStringAsync(TestCluster.Cancellation);
        }

        Uri metrics = new(cluster.Management, "/metrics");
        await Eventually.TrueAsync(
            "the gateway's count of the request", async () => Value(await cluster.GetAsync(metrics), "inference_gateway_requests_total") >= 1);
        string gateway = await cluster.GetAsync(metrics);
        string decode = await cluster.GetAsync(new Uri(cluster.WorkerApi(Contracts.Workers.WorkerRole.Decode), "/metrics"));
        string prefill = await cluster.GetAsync(new Uri(cluster.WorkerApi(Contracts.Workers.WorkerRole.Prefill), "/metrics"));

        Assert.Equal(1, Value(gateway, "inference_gateway_requests_total"));
        Assert.True(Value(gateway, "inference_gateway_prompt_tokens_total") > 5);
        Assert.InRange(Value(gateway, "inference_gateway_generation_tokens_total"), 1, 8);
        Assert.Equal(1, Value(gateway, "inference_gateway_time_to_first_token_seconds_count"));
        Assert.Equal(1, Value(gateway, "inference_gateway_pd_decisions_total"));
        Assert.Equal(1, Value(decode, "vllm:time_to_first_token_seconds_count"));
        Assert.True(Value(prefill, "vllm:prompt_tokens_total") > 5);
        Assert.Equal(Value(prefill, "inference_kv_transfer_bytes_total"), Value(decode, "inference_kv_transfer_bytes_total"));
        Assert.True(Value(decode, "inference_kv_transfer_bytes_total") > 10_000);
    }

    private static double Value(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ')
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex("from=prefill-1 to=decode-1 .*bytes=[1-9][0-9]* .*ms=")]
    private static partial Regex TransferRecord();
}
