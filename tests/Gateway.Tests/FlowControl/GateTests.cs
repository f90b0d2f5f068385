using System.Text.Json;
using InferenceGateway.EmbeddedRedis;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.Gateway.Tests.Tenancy;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace InferenceGateway.Gateway.Tests.FlowControl;

/// <summary>Flow control as clients of the real gateway meet it.</summary>
public sealed class GateTests
{
    private const string Waiting = "inference_gateway_queue_depth{model=\"m\",priority=\"normal\"}";
    private const string Stream = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    // Eight slots, one place.
    private static readonly (string Key, string Value)[] _onePlace =
        [.. Keys.TwoTenants, ("Gateway:Saturation:RequestsPerSlot", "0.125"), ("Gateway:FlowControl:QueueMax", "1")];

    [Fact]
    public async Task Requests_beyond_the_pool_wait_and_beyond_the_queue_get_429()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(_onePlace);
        var goOn = new TaskCompletionSource();
        gateway.Worker.Answer = async context =>
        {
            await goOn.Task.WaitAsync(TestGateway.Deadline);
            await StandInWorker.WriteUnaryAsync(context);
        };

        Task<HttpResponseMessage> first = gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        await TestGateway.UntilAsync(() => gateway.Worker.Received.Count == 1, "the first request at the worker");
        Task<HttpResponseMessage> second = gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        await gateway.MetricReachesAsync(Waiting, 1);
        using HttpResponseMessage third = await gateway.PostAsync(prepare: Keys.Bearer(Keys.B));

        Assert.Equal("queue_full", (await Envelope.ReadAsync(third, 429)).Code);
        Assert.Equal("1", third.Headers.RetryAfter?.ToString());
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"client_error\"}", 1);
        goOn.SetResult();
        using HttpResponseMessage one = await first;
        using HttpResponseMessage two = await second;
        Assert.Equal((200, 200), ((int)one.StatusCode, (int)two.StatusCode));
    }

    [Fact]
    public async Task Client_that_hangs_up_leaves_the_queue()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(_onePlace);
        var goOn = new TaskCompletionSource();
        gateway.Worker.Answer = async context =>
        {
            await goOn.Task.WaitAsync(TestGateway.Deadline);
            await StandInWorker.WriteUnaryAsync(context);
        };
        Task<HttpResponseMessage> first = gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        await TestGateway.UntilAsync(() => gateway.Worker.Received.Count == 1, "the first request at the worker");

        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{gateway.Api}{TestGateway.Chat}")
        {
            Content = new StringContent(TestGateway.Body, System.Text.Encoding.UTF8, "application/json"),
        };
        Keys.Bearer(Keys.A)(request);
        Task<HttpResponseMessage> second = gateway.Client.SendAsync(request, hangUp.Token);
        await gateway.MetricReachesAsync(Waiting, 1);
        await hangUp.CancelAsync();

        await gateway.MetricReachesAsync(Waiting, 0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        goOn.SetResult();
        using HttpResponseMessage one = await first;
        Assert.Single(gateway.Worker.Received);
    }

    [Fact]
    public async Task Stop_answers_a_waiting_request_with_503_and_lets_the_running_one_end()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using StoppableGateway gateway = await StoppableGateway.StartAsync(worker, "--Gateway:Saturation:RequestsPerSlot=0.125");
        IAdmission admission = gateway.Services.GetRequiredService<IAdmission>();
        var goOn = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            await goOn.Task.WaitAsync(TestGateway.Deadline);
            await StandInWorker.WriteUnaryAsync(context);
        };
        Task<HttpResponseMessage> first = gateway.PostAsync();
        await TestGateway.UntilAsync(() => worker.Received.Count == 1, "the first request at the worker");
        Task<HttpResponseMessage> second = gateway.PostAsync();
        await TestGateway.UntilAsync(() => admission.PressureOf("m").Waiting == 1, "the second request in the queue");

        Task stopping = gateway.StopAsync();
        using HttpResponseMessage refused = await second;
        goOn.SetResult();
        using HttpResponseMessage served = await first;
        await stopping;

        Assert.Equal("stopping", (await Envelope.ReadAsync(refused, 503)).Code);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Theory]
    [InlineData("true", "high")]
    [InlineData("false", "normal")]
    public async Task Objective_counts_only_where_the_tenant_may_name_it(string may, string priority)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(
            [.. _onePlace, ("Tenancy:Tenants:a:NamesFlows", may), ("Tenancy:Tenants:a:PriorityMax", "High")]);

        using HttpResponseMessage response = await gateway.PostAsync(prepare: request =>
        {
            Keys.Bearer(Keys.A)(request);
            request.Headers.Add("x-gateway-inference-objective", "HIGH");
            request.Headers.Add("x-llm-d-inference-fairness-id", "flow");
        });

        Assert.Equal(200, (int)response.StatusCode);
        await gateway.MetricReachesAsync($"inference_gateway_queue_seconds_count{{model=\"m\",priority=\"{priority}\"}}", 1);
    }

    [Fact]
    public async Task Deadline_header_that_is_no_number_gets_400()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage response = await gateway.PostAsync(prepare: request => request.Headers.Add("x-llm-d-slo-ttft-ms", "soon"));

        var error = await Envelope.ReadAsync(response, 400);
        Assert.Equal(("x-llm-d-slo-ttft-ms", "invalid_header"), (error.Param, error.Code));
    }

    [Fact]
    public async Task Bounds_of_a_tenant_stand_in_the_answers_headers()
    {
        await using RespServer redis = RespServer.Start();
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(
        [
            .. Keys.TwoTenants,
            ("Directory:ConnectionString", redis.ConnectionString),
            ("Tenancy:Tenants:a:TokenBudget", "1000"),
            ("Tenancy:Tenants:a:ConcurrentMax", "7"),
            ("Gateway:Budgets:Window", "1.00:00:00"), ("Gateway:Budgets:RedisTimeout", "00:00:05"),
        ]);
        gateway.Worker.Answer = context =>
        {
            context.Response.Headers["x-inference-prompt-tokens"] = "30";
            context.Response.Headers["x-inference-completion-tokens"] = "20";
            return StandInWorker.WriteUnaryAsync(context);
        };

        using HttpResponseMessage first = await gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        await gateway.MetricReachesAsync("inference_gateway_tenant_tokens_total{tenant=\"a\"}", 50);
        using HttpResponseMessage second = await gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        using HttpResponseMessage other = await gateway.PostAsync(prepare: Keys.Bearer(Keys.B));

        Assert.Equal("7", Header(second, "x-ratelimit-limit-requests"));
        Assert.Equal("6", Header(second, "x-ratelimit-remaining-requests"));
        Assert.Equal("1000", Header(second, "x-ratelimit-limit-tokens"));
        // 50 were taken, and the running request has its estimate set aside.
        Assert.Equal(950 - 8 - 256, int.Parse(Header(second, "x-ratelimit-remaining-tokens")!));
        Assert.Matches("^[0-9]+s$", Header(second, "x-ratelimit-reset-tokens"));
        Assert.Null(Header(other, "x-ratelimit-limit-tokens"));
    }

    [Theory]
    [InlineData("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":#,"delta":{"content":"x"},"finish_reason":null}],"usage":null}""", "delta")]
    [InlineData("""{"id":"c1","object":"text_completion","created":1,"model":"m","choices":[{"index":#,"text":"x","finish_reason":null}],"usage":null}""", "text")]
    public async Task Stream_beyond_the_budget_ends_by_length_and_its_worker_stops(string chunk, string content)
    {
        await using RespServer redis = RespServer.Start();
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync(
            [.. Keys.TwoTenants, ("Directory:ConnectionString", redis.ConnectionString), ("Tenancy:Tenants:a:TokenBudget", "50"), ("Gateway:Budgets:Window", "1.00:00:00"), ("Gateway:Budgets:RedisTimeout", "00:00:05")]);
        var stopped = new TaskCompletionSource();
        gateway.Worker.Answer = async context =>
        {
            ChunkedEvents events = StandInWorker.StartEvents(context);
            using CancellationTokenRegistration left = context.RequestAborted.Register(stopped.SetResult);
            for (int i = 0; i < 100_000 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await events.SendAsync(chunk.Replace("#", (i % 2).ToString(), StringComparison.Ordinal));
            }
        };

        using HttpResponseMessage response = await gateway.PostAsync(Stream, prepare: Keys.Bearer(Keys.A));
        string[] data = [.. (await response.Content.ReadAsStringAsync(TestGateway.Deadline)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..])];

        await Eventually.DoneAsync("the worker's notice", stopped.Task);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("[DONE]", data[^1]);
        using JsonDocument usage = JsonDocument.Parse(data[^2]);
        Assert.Equal(0, usage.RootElement.GetProperty("choices").GetArrayLength());
        long completion = usage.RootElement.GetProperty("usage").GetProperty("completion_tokens").GetInt64();
        Assert.Equal(data.Length - 4, completion);
        for (int index = 0; index < 2; index++)
        {
            using JsonDocument end = JsonDocument.Parse(data[^(4 - index)]);
            JsonElement choice = end.RootElement.GetProperty("choices")[0];
            Assert.Equal(("c1", "m", index, "length"), (end.RootElement.GetProperty("id").GetString(), end.RootElement.GetProperty("model").GetString(), choice.GetProperty("index").GetInt32(), choice.GetProperty("finish_reason").GetString()));
            Assert.True(choice.TryGetProperty(content, out _));
        }

        await gateway.MetricReachesAsync("inference_gateway_budget_cuts_total", 1);
        using HttpResponseMessage refused = await gateway.PostAsync(prepare: Keys.Bearer(Keys.A));
        Assert.Equal("token_budget_exceeded", (await Envelope.ReadAsync(refused, 429)).Code);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("0", Header(refused, "x-ratelimit-remaining-tokens"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.Single() : null;
}
