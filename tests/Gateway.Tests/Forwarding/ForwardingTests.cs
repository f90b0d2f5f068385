using System.Net;
using System.Net.Sockets;
using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Forwarding;

public sealed class ForwardingTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/completions")]
    public async Task Unary_request_reaches_the_worker_byte_for_byte_and_its_answer_comes_back(string path)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        string body = "  {\"messages\" : [] ,\n \"mod\\u0065l\":\"m\", \"x\": \"ä€\"}  ";

        using HttpResponseMessage response = await gateway.PostAsync(body, path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(StandInWorker.UnaryAnswer, await response.Content.ReadAsStringAsync(TestGateway.Deadline));
        Received received = Assert.Single(worker.Received);
        Assert.Equal(path, received.Path);
        Assert.Equal(body, Encoding.UTF8.GetString(received.Body));
        Assert.Equal("d1", Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker)));
        Assert.Equal("local;policy-never", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_near_the_limit_reaches_the_worker_whole(bool chunked)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        string body = $$"""{"prompt":"{{new string('p', Limits.RequestBodyBytesMax - 100)}}","model":"m"}""";

        using HttpResponseMessage response = await gateway.PostAsync(body, prepare: request => request.Headers.TransferEncodingChunked = chunked);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(Encoding.UTF8.GetBytes(body).AsSpan().SequenceEqual(Assert.Single(worker.Received).Body));
    }

    [Fact]
    public async Task Internal_headers_are_stripped_in_both_directions()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        worker.Answer = context =>
        {
            context.Response.Headers[HeaderNames.PromptTokens] = "11";
            context.Response.Headers[HeaderNames.CompletionTokens] = "7";
            context.Response.Headers[HeaderNames.CachedTokens] = "3";
            context.Response.Headers[HeaderNames.PrefillWorker] = "p1";
            context.Response.Headers[HeaderNames.RequestId] = "not-this";
            return StandInWorker.WriteUnaryAsync(context);
        };

        using HttpResponseMessage response = await gateway.PostAsync(prepare: request =>
        {
            request.Headers.Add(HeaderNames.PrefillCandidates, "evil");
            request.Headers.Add("X-Inference-Other", "evil");
            request.Headers.Add(HeaderNames.DecodeWorker, "evil");
            request.Headers.Add("x-plain", "kept");
        });

        IReadOnlyDictionary<string, string> sent = Assert.Single(worker.Received).Headers;
        Assert.DoesNotContain(sent.Keys, name => name.StartsWith("x-inference-", StringComparison.OrdinalIgnoreCase));
        Assert.False(sent.ContainsKey(HeaderNames.DecodeWorker));
        Assert.Equal("kept", sent["x-plain"]);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("x-inference-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("p1", Assert.Single(response.Headers.GetValues(HeaderNames.PrefillWorker)));
        Assert.Equal(sent[HeaderNames.RequestId], Assert.Single(response.Headers.GetValues(HeaderNames.RequestId)));
        await gateway.MetricReachesAsync("inference_gateway_prompt_tokens_total{model=\"m\"}", 11);
        await gateway.MetricReachesAsync("inference_gateway_generation_tokens_total{model=\"m\"}", 7);
        await gateway.MetricReachesAsync("inference_gateway_prefix_cached_tokens_total{model=\"m\"}", 3);
    }

    [Fact]
    public async Task Worker_error_passes_through_unchanged()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        const string Refusal = """{"error":{"message":"n is too large","type":"invalid_request_error","param":"n","code":null}}""";
        worker.Answer = context => StandInWorker.WriteUnaryAsync(context, Refusal, 400);

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(Refusal, await response.Content.ReadAsStringAsync(TestGateway.Deadline));
    }

    [Fact]
    public async Task Refused_connection_is_retried_on_another_decode_worker()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync();
        gateway.Board.Set(Decode("dead", ClosedPort()), Decode("live", worker.Url));

        // The dead worker is tried first in about half of them; every one must be answered.
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync();
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("live", Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker)));
        }

        Assert.Equal(20, worker.Received.Count);
        Assert.All(worker.Received, received => Assert.Equal(TestGateway.Body, Encoding.UTF8.GetString(received.Body)));
        Assert.True(await gateway.MetricAsync("inference_gateway_picks_total{worker=\"dead\",policy=\"default\"}") > 0);
    }

    [Fact]
    public async Task Every_worker_refusing_gives_503_with_a_wait()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        gateway.Board.Set(Decode("a", ClosedPort()), Decode("b", ClosedPort()));

        using HttpResponseMessage response = await gateway.PostAsync();

        OpenAiErrorBody error = await Envelope.ReadAsync(response, 503);
        Assert.Equal("worker_unreachable", error.Code);
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("Retry-After")));
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"unavailable\"}", 1);
    }

    [Fact]
    public async Task Worker_that_dies_before_its_first_byte_gives_502()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        worker.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal("worker_failed", (await Envelope.ReadAsync(response, 502)).Code);
        Assert.True(response.Headers.Contains(HeaderNames.RequestId));
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"worker_failed\"}", 1);
    }

    [Fact]
    public async Task Client_that_hangs_up_cancels_the_worker_at_once()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            await using CancellationTokenRegistration registration = context.RequestAborted.Register(() => cancelled.TrySetResult());
            await StandInWorker.StartEvents(context).SendAsync();
            started.SetResult();
            await cancelled.Task;
        };

        using (HttpResponseMessage response = await gateway.PostAsync())
        {
            await started.Task.WaitAsync(TestGateway.Deadline);
        }

        await cancelled.Task.WaitAsync(TestGateway.Deadline);
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"client_closed\"}", 1);
    }

    [Fact]
    public async Task Split_request_names_the_prefill_candidates_to_the_worker_only()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Require");
        gateway.Board.Set(
            Decode("d1", worker.Url),
            WorkerBoard.Worker("p1", WorkerRole.Prefill, worker.Url),
            WorkerBoard.Worker("p2", WorkerRole.Prefill, worker.Url, draining: true),
            WorkerBoard.Worker("p3", WorkerRole.Prefill, worker.Url));

        using HttpResponseMessage response = await gateway.PostAsync();

        string[] candidates = Assert.Single(worker.Received).Headers[HeaderNames.PrefillCandidates].Split(',');
        Assert.Equal(["p1", "p3"], candidates.Order(StringComparer.Ordinal));
        Assert.Equal("split;policy-require", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
        Assert.Equal(1, await gateway.MetricAsync("inference_gateway_pd_decisions_total{decision=\"split\",reason=\"policy-require\"}"));
    }

    [Fact]
    public async Task Policy_require_without_a_prefill_worker_gives_503_before_anything_is_sent()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Require");
        gateway.Board.Set(Decode("d1", worker.Url));

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal("no_prefill_worker", (await Envelope.ReadAsync(response, 503)).Code);
        Assert.True(response.Headers.Contains("Retry-After"));
        Assert.Empty(worker.Received);
    }

    [Fact]
    public async Task Served_model_without_a_decode_worker_gives_503_with_a_wait()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync();
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url, draining: true));

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal("no_decode_worker", (await Envelope.ReadAsync(response, 503)).Code);
        Assert.True(response.Headers.Contains("Retry-After"));
        Assert.Empty(worker.Received);
    }

    [Fact]
    public async Task Concurrent_requests_spread_over_the_decode_workers()
    {
        await using StandInWorker a = await StandInWorker.StartAsync();
        await using StandInWorker b = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync();
        gateway.Board.Set(Decode("a", a.Url), Decode("b", b.Url));
        var release = new TaskCompletionSource();
        a.Answer = b.Answer = async context =>
        {
            await release.Task.WaitAsync(TestGateway.Deadline);
            await StandInWorker.WriteUnaryAsync(context);
        };

        Task<HttpResponseMessage> first = gateway.PostAsync();
        await gateway.MetricReachesAsync("inference_gateway_requests_in_flight", 1);
        await TestGateway.UntilAsync(() => a.Received.Count + b.Received.Count == 1, "the first request to reach a worker");
        Task<HttpResponseMessage> second = gateway.PostAsync();
        await TestGateway.UntilAsync(() => a.Received.Count + b.Received.Count == 2, "the second request to reach a worker");
        release.SetResult();
        (await first).Dispose();
        (await second).Dispose();

        Assert.Single(a.Received);
        Assert.Single(b.Received);
    }

    private static WorkerRecord Decode(string id, string url) => WorkerBoard.Worker(id, WorkerRole.Decode, url);

    private static string ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"http://{socket.LocalEndPoint}";
    }
}
