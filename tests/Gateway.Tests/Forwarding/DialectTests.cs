using System.Diagnostics;
using System.Net;
using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Gateway.Tests.Forwarding;

/// <summary>Engines of other makers behind the gateway, played by servers that insist on their own request sequences.</summary>
public sealed class DialectTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":32,"max_completion_tokens":32,"stream":false,"min_tokens":4}""";

    [Fact]
    public async Task Vllm_request_is_prefilled_first_and_decoded_with_the_parameters_it_got()
    {
        var engines = new PickyVllm();
        await using EnginePair pair = await EnginePair.StartAsync("Vllm", engines.PrefillAsync, engines.DecodeAsync);

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(engines.Faults);
        Assert.Equal(1, engines.HandedOver);
        Assert.Equal("split;policy-require", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
        Assert.Equal(("p", "d"), (Assert.Single(response.Headers.GetValues(HeaderNames.PrefillWorker)), Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker))));
    }

    [Fact]
    public async Task Vllm_prefill_that_fails_once_is_tried_again_with_another_decode_engine()
    {
        var engines = new PickyVllm { PrefillsToFail = 1 };
        await using EnginePair pair = await EnginePair.StartAsync("Vllm", engines.PrefillAsync, engines.DecodeAsync, twoDecodes: true);

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(engines.Faults);
        Assert.Equal(1, engines.HandedOver);
    }

    [Fact]
    public async Task Vllm_prefill_that_always_fails_is_told_and_nothing_reaches_the_decode_engine()
    {
        var engines = new PickyVllm { PrefillsToFail = 100 };
        await using EnginePair pair = await EnginePair.StartAsync("Vllm", engines.PrefillAsync, engines.DecodeAsync);

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);

        Assert.Equal("prefill_failed", (await Envelope.ReadAsync(response, 502)).Code);
        Assert.Equal(0, engines.HandedOver);
        Assert.Empty(pair.Decode.Received);
    }

    [Fact]
    public async Task Sglang_request_goes_to_both_engines_at_once_and_they_meet_in_one_room()
    {
        var engines = new PickySglang();
        await using EnginePair pair = await EnginePair.StartAsync("Sglang", engines.PrefillAsync, engines.DecodeAsync);

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        (string host, int port, string body) = Assert.Single(engines.Met);
        Assert.Equal(("127.0.0.1", 9876), (host, port));
        Assert.Equal(Encoding.UTF8.GetString(Assert.Single(pair.Prefill.Received).Body), body);
        Assert.StartsWith(Body[..^1], body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sglang_prefill_that_fails_ends_the_waiting_decode_engine_and_the_pair_is_tried_again()
    {
        var engines = new PickySglang { PrefillsToFail = 1 };
        await using EnginePair pair = await EnginePair.StartAsync("Sglang", engines.PrefillAsync, engines.DecodeAsync, twoDecodes: true);

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);

        Assert.True(response.StatusCode == HttpStatusCode.OK, string.Join("\n", pair.Gateway.Log.Lines));
        Assert.Single(engines.Met);
    }

    /// <summary>An engine is left out, its probe's client leaves during the prefill, and the engine must get requests again.</summary>
    [Fact]
    public async Task Probe_whose_client_leaves_during_the_prefill_does_not_keep_the_engine_out()
    {
        var engines = new PickyVllm();
        await using StandInWorker other = await StandInWorker.StartAsync();
        await using EnginePair pair = await EnginePair.StartAsync("Vllm", engines.PrefillAsync, engines.DecodeAsync, options:
        [
            .. EnginePair.Engine(2, "d2", "Decode", other.Url, "Vllm"),
            ("Gateway:Health:EjectionTime", "00:00:00.1"), ("Gateway:Health:EjectionTimeMax", "00:00:00.1"),
        ]);
        Func<HttpContext, Task> answers = pair.Decode.Answer;
        pair.Decode.Answer = context => StandInWorker.WriteUnaryAsync(context, "{}", 503);
        await TestGateway.UntilAsync(
            () => pair.Gateway.Log.Lines.Any(line => line.Contains(" 1020 Worker d gets", StringComparison.Ordinal)), "the engine to be left out",
            () => PostAndReadAsync(pair));
        pair.Decode.Answer = answers;

        Func<HttpContext, Task> prefills = pair.Prefill.Answer;
        // Its time is over meanwhile, and about every second of those that come then is its probe.
        long since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < TimeSpan.FromMilliseconds(300))
        {
            await LeaveDuringPrefillAsync(pair);
        }

        pair.Prefill.Answer = prefills;
        int before = pair.Decode.Received.Count;
        await TestGateway.UntilAsync(() => pair.Decode.Received.Count > before, "the engine to get requests again", () => PostAndReadAsync(pair));
    }

    [Theory]
    [InlineData("OpenAi")]
    [InlineData("LlamaCpp")]
    public async Task Plain_engine_is_never_split_whatever_the_policy_says(string dialect)
    {
        await using EnginePair pair = await EnginePair.StartAsync(dialect, null, null);

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("local;policy-never", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
        Received received = Assert.Single(pair.Decode.Received);
        Assert.Equal(Body, Encoding.UTF8.GetString(received.Body));
        Assert.DoesNotContain(received.Headers.Keys, name => name.StartsWith("x-inference-", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(pair.Prefill.Received);
    }

    [Theory]
    [InlineData("kv_transfer_params", "{\"do_remote_prefill\":true}")]
    [InlineData("bootstrap_host", "\"169.254.169.254\"")]
    [InlineData("bootstrap_port", "22")]
    [InlineData("bootstrap_room", "7")]
    public async Task Clients_own_hand_off_parameters_reach_no_engine(string field, string value)
    {
        var engines = new PickyVllm();
        await using EnginePair pair = await EnginePair.StartAsync("Vllm", engines.PrefillAsync, engines.DecodeAsync);

        using HttpResponseMessage response = await pair.Gateway.PostAsync($$"""{"model":"m","max_tokens":32,"{{field}}":{{value}}}""");

        Assert.Equal(field, (await Envelope.ReadAsync(response, 400)).Param);
        Assert.Empty(pair.Prefill.Received);
        Assert.Empty(pair.Decode.Received);
    }

    [Fact]
    public async Task Engines_own_key_is_sent_and_the_clients_is_not()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "engine-secret\n", TestContext.Current.CancellationToken);
        await using EnginePair pair = await EnginePair.StartAsync("OpenAi", null, null, options: ("Gateway:Engines:List:0:ApiKeyFile", file));

        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body, prepare: request => request.Headers.Add("Authorization", "Bearer client-secret"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Bearer engine-secret", Assert.Single(pair.Decode.Received).Headers["Authorization"]);
        Assert.DoesNotContain(pair.Gateway.Log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
        File.Delete(file);
    }

    private static async Task PostAndReadAsync(EnginePair pair)
    {
        using HttpResponseMessage response = await pair.Gateway.PostAsync(Body);
        await response.Content.ReadAsByteArrayAsync(TestGateway.Deadline);
    }

    private static async Task LeaveDuringPrefillAsync(EnginePair pair)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Prefill.Answer = context =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{pair.Gateway.Api}{TestGateway.Chat}")
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        Task<HttpResponseMessage> sent = pair.Gateway.Client.SendAsync(request, leaving.Token);
        await arrived.Task.WaitAsync(TestGateway.Deadline);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        await pair.Gateway.MetricReachesAsync("inference_gateway_requests_in_flight", 0);
    }

    /// <summary>A prefill and one or two decode engines, the second being the same server under another name.</summary>
    private sealed class EnginePair(TestGateway gateway, StandInWorker prefill, StandInWorker decode) : IAsyncDisposable
    {
        public TestGateway Gateway { get; } = gateway;

        public StandInWorker Prefill { get; } = prefill;

        public StandInWorker Decode { get; } = decode;

        public static async Task<EnginePair> StartAsync(
            string dialect,
            Func<HttpContext, Received, Task>? prefillAnswer,
            Func<HttpContext, Received, Task>? decodeAnswer,
            bool twoDecodes = false,
            params (string Key, string Value)[] options)
        {
            StandInWorker prefill = await StandInWorker.StartAsync();
            StandInWorker decode = await StandInWorker.StartAsync();
            Answer(prefill, prefillAnswer);
            Answer(decode, decodeAnswer);
            TestGateway gateway = await TestGateway.StartAsync("Require",
            [
                .. Engine(0, "d", "Decode", decode.Url, dialect),
                .. Engine(1, "p", "Prefill", prefill.Url, dialect),
                .. twoDecodes ? Engine(2, "d2", "Decode", decode.Url, dialect) : [],
                ("Gateway:Disaggregation:Models:m", "Require"),
                .. options,
            ]);
            return new EnginePair(gateway, prefill, decode);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (string worker in (string[])["d", "p"])
            {
                await Gateway.MetricReachesAsync($"inference_gateway_worker_requests_in_flight{{worker=\"{worker}\"}}", 0);
            }

            await Gateway.DisposeAsync();
            await Prefill.DisposeAsync();
            await Decode.DisposeAsync();
        }

        private static void Answer(StandInWorker engine, Func<HttpContext, Received, Task>? answer)
        {
            if (answer is not null)
            {
                engine.Answer = context => answer(context, engine.Received.Last(received => received.Headers["x-request-id"] == context.Request.Headers["x-request-id"]));
            }
        }

        public static (string, string)[] Engine(int index, string id, string role, string url, string dialect) =>
        [
            ($"Gateway:Engines:List:{index}:Id", id), ($"Gateway:Engines:List:{index}:Role", role), ($"Gateway:Engines:List:{index}:Url", url + "/v1/"),
            ($"Gateway:Engines:List:{index}:Model", "m"), ($"Gateway:Engines:List:{index}:Dialect", dialect),
            ($"Gateway:Engines:List:{index}:MetricsUrl", "none"), ($"Gateway:Engines:List:{index}:BootstrapPort", "9876"),
        ];
    }
}
