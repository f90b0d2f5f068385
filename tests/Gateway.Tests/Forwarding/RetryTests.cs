using System.Net;
using System.Text;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Gateway.Tests.Forwarding;

/// <summary>A request is given to another worker as long as its client has seen nothing of an answer.</summary>
public sealed class RetryTests
{
    public static TheoryData<string> Failures => new("429", "502", "503", "504", "cut");

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Worker_that_fails_before_it_answers_is_replaced_and_the_same_bytes_go_to_the_other(string failure)
    {
        await using Pair pair = await Pair.StartAsync();
        pair.First.Answer = pair.Second.Answer = FailOnce(failure);

        using HttpResponseMessage response = await pair.Gateway.PostAsync();

        Assert.True(response.StatusCode == HttpStatusCode.OK, string.Join('\n', pair.Gateway.Log.Lines));
        Assert.Equal(StandInWorker.UnaryAnswer, await response.Content.ReadAsStringAsync(TestGateway.Deadline));
        string[] bodies = [.. pair.First.Received.Concat(pair.Second.Received).Select(received => Encoding.UTF8.GetString(received.Body))];
        Assert.Equal([TestGateway.Body, TestGateway.Body], bodies);
        Assert.Single(pair.First.Received);
        await pair.Gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"success\"}", 1);
    }

    [Fact]
    public async Task Last_workers_refusal_reaches_the_client_as_the_worker_wrote_it()
    {
        await using Pair pair = await Pair.StartAsync();
        pair.First.Answer = pair.Second.Answer = context => StandInWorker.WriteUnaryAsync(
            context, """{"error":{"message":"full","type":"rate_limit_error","param":null,"code":"queue_full"}}""", 429);

        using HttpResponseMessage response = await pair.Gateway.PostAsync();

        Assert.Equal("queue_full", (await Envelope.ReadAsync(response, 429)).Code);
        Assert.Equal(2, pair.First.Received.Count + pair.Second.Received.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task Answer_that_another_worker_would_give_too_is_not_asked_for_again(int status)
    {
        await using Pair pair = await Pair.StartAsync();
        pair.First.Answer = pair.Second.Answer = context => StandInWorker.WriteUnaryAsync(
            context, """{"error":{"message":"no","type":"invalid_request_error","param":null,"code":null}}""", status);

        using HttpResponseMessage response = await pair.Gateway.PostAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(1, pair.First.Received.Count + pair.Second.Received.Count);
    }

    [Fact]
    public async Task Without_budget_a_failure_is_answered_at_once()
    {
        await using Pair pair = await Pair.StartAsync(("Gateway:Forwarding:RetryPercent", "0"), ("Gateway:Forwarding:RetriesPerSecondMin", "0"), ("Gateway:Health:FailuresToEject", "1000"), ("Gateway:Health:FailurePercentToEject", "100"), ("Gateway:Forwarding:RetryPause", "0"));
        pair.First.Answer = pair.Second.Answer = context => StandInWorker.WriteUnaryAsync(context, "{}", 503);
        for (int saved = 0; saved < 100; saved++)
        {
            using HttpResponseMessage spends = await pair.Gateway.PostAsync();
        }

        int before = pair.First.Received.Count + pair.Second.Received.Count;
        using HttpResponseMessage response = await pair.Gateway.PostAsync();

        Assert.Equal("worker_unavailable", (await Envelope.ReadAsync(response, 503)).Code);
        Assert.Equal(200, before);
        Assert.Equal(201, pair.First.Received.Count + pair.Second.Received.Count);
    }

    [Fact]
    public async Task Worker_that_fails_in_a_row_gets_no_requests_until_its_time_is_over()
    {
        await using Pair pair = await Pair.StartAsync(("Gateway:Health:EjectionTime", "00:30:00"), ("Gateway:Health:EjectionTimeMax", "00:30:00"));
        pair.First.Answer = context => StandInWorker.WriteUnaryAsync(context, "{}", 503);

        for (int i = 0; i < 40; i++)
        {
            using HttpResponseMessage response = await pair.Gateway.PostAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal(3, pair.First.Received.Count);
        Assert.Equal(40, pair.Second.Received.Count);
        await pair.Gateway.MetricReachesAsync("inference_gateway_workers_ejected", 1);
        Assert.Contains(pair.Gateway.Log.Lines, line => line.Contains(" 1020 Worker d1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_all_workers_fail_all_of_them_get_requests()
    {
        await using Pair pair = await Pair.StartAsync(("Gateway:Health:EjectionTime", "00:30:00"), ("Gateway:Health:EjectionTimeMax", "00:30:00"));
        pair.First.Answer = pair.Second.Answer = context => StandInWorker.WriteUnaryAsync(context, "{}", 503);
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage fails = await pair.Gateway.PostAsync();
        }

        pair.First.Answer = pair.Second.Answer = context => StandInWorker.WriteUnaryAsync(context);
        using HttpResponseMessage response = await pair.Gateway.PostAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Route_whose_time_is_over_answers_504()
    {
        await using Pair pair = await Pair.StartAsync(("Gateway:Routing:Routes:0:Name", "r"), ("Gateway:Routing:Routes:0:Targets:0:Model", "m"), ("Gateway:Routing:Routes:0:Timeout", "00:00:00.2"));
        pair.First.Answer = pair.Second.Answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        using HttpResponseMessage response = await pair.Gateway.PostAsync();

        Assert.Equal("deadline_exceeded", (await Envelope.ReadAsync(response, 504)).Code);
        Assert.Equal(1, pair.First.Received.Count + pair.Second.Received.Count);
    }

    /// <summary>Fails the first request that either worker gets.</summary>
    private static Func<HttpContext, Task> FailOnce(string failure)
    {
        int requests = 0;
        return context =>
        {
            if (Interlocked.Increment(ref requests) > 1)
            {
                return StandInWorker.WriteUnaryAsync(context);
            }

            if (failure == "cut")
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return StandInWorker.WriteUnaryAsync(context, "{}", int.Parse(failure));
        };
    }

    /// <summary>A model with two decode workers.</summary>
    private sealed class Pair(TestGateway gateway, StandInWorker first, StandInWorker second) : IAsyncDisposable
    {
        public TestGateway Gateway { get; } = gateway;

        public StandInWorker First { get; } = first;

        public StandInWorker Second { get; } = second;

        public static async Task<Pair> StartAsync(params (string Key, string Value)[] options)
        {
            var pair = new Pair(await TestGateway.StartAsync("Never", options), await StandInWorker.StartAsync(), await StandInWorker.StartAsync());
            pair.Gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, pair.First.Url), WorkerBoard.Worker("d2", WorkerRole.Decode, pair.Second.Url));
            return pair;
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
