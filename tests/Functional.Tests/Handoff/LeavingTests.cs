using System.Diagnostics;
using System.Net;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;
using InferenceGateway.TestSupport;
using Microsoft.AspNetCore.Builder;

namespace InferenceGateway.Functional.Tests.Handoff;

/// <summary>Whoever leaves, nothing stays reserved.</summary>
public sealed class LeavingTests
{
    private const string Chat = "/v1/chat/completions";

    [Fact]
    public async Task Client_hanging_up_in_the_stream_frees_the_slot_at_once()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();
        const string body = """{"model":"fable","stream":true,"max_tokens":1900,"logit_bias":{"2":-100,"6":-100},"messages":[{"role":"user","content":"hi"}]}""";
        using HttpResponseMessage response = await cluster.PostAsync(Chat, body);
        await using Stream stream = await response.Content.ReadAsStreamAsync(TestCluster.Cancellation);
        await stream.ReadExactlyAsync(new byte[300], TestCluster.Cancellation);
        await Eventually.TrueAsync(
            "the prefill worker's slot free, and the decode worker's taken", () => cluster.Engines.Sum(engine => engine.Load.Running) == 1);

        long left = Stopwatch.GetTimestamp();
        response.Dispose();
        await cluster.NothingIsLeftAsync();

        // The figure is for a reader of the test's output; the request itself would have gone on for seconds.
        TestContext.Current.TestOutputHelper?.WriteLine($"Free {Stopwatch.GetElapsedTime(left).TotalMilliseconds:F1} ms after the hang-up.");
        await Eventually.TrueAsync(
            "the decode worker's line that the request was aborted",
            () => cluster.Log.Lines.Any(line => line.Message.Contains("phase=decode", StringComparison.Ordinal) && line.Message.EndsWith("end=abort", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Pool_missing_gives_503_with_retry_after(int prefill, int decode)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(prefill, decode);
        using HttpResponseMessage response = await cluster.PostAsync(Chat, """{"model":"fable","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("service_unavailable_error", (await TestCluster.JsonAsync(response)).GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Prefill_worker_stopped_gives_503_until_it_is_back()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();
        WebApplication prefill = cluster.Worker(WorkerRole.Prefill);
        await prefill.StopAsync(TestCluster.Cancellation);

        using HttpResponseMessage response = await cluster.PostAsync(Chat, """{"model":"fable","messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }
}
