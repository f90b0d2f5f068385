using System.Net;
using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tests.Discovery;

public sealed class EngineTests
{
    public static TheoryData<string, EngineState> Texts => new()
    {
        {
            "# HELP vllm:num_requests_running x\n# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{engine=\"0\",model_name=\"m {}\"} 3.0\nvllm:num_requests_running{engine=\"1\"} 2.0\nvllm:num_requests_waiting{engine=\"0\"} 1.0\nvllm:num_requests_waiting_by_reason{engine=\"0\"} 50\nvllm:kv_cache_usage_perc{engine=\"0\"} 0.5\nvllm:kv_cache_usage_perc{engine=\"1\"} 0.25\n",
            new EngineState(5, 1, 0.375, 0, 0, 7)
        },
        { "sglang:num_running_reqs{model_name=\"m\"} 4\r\nsglang:num_queue_reqs 9\nsglang:token_usage 0.75\nsglang:num_used_tokens 12000\n", new EngineState(4, 9, 0.75, 0, 12000, 7) },
        { "llamacpp:requests_processing 2\nllamacpp:requests_deferred 3\nllamacpp:kv_cache_usage_ratio 0.1 1700000000000\n", new EngineState(2, 3, 0.1, 0, 0, 7) },
        { "vllm:num_requests_running NaN\nvllm:num_requests_waiting 1e2\nvllm:kv_cache_usage_perc 7", new EngineState(0, 100, 1, 0, 0, 7) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Metrics_of_each_maker_are_read(string text, EngineState expected) =>
        Assert.Equal(expected, EngineMetricsReader.Read(Encoding.UTF8.GetBytes(text), 7));

    [Theory]
    [InlineData("")]
    [InlineData("up 1\n")]
    [InlineData("vllm:num_requests_running")]
    [InlineData("vllm:num_requests_running{a=\"b\" 3")]
    [InlineData("vllm:num_requests_running{}")]
    public void Text_without_a_known_figure_says_nothing(string text) => Assert.Null(EngineMetricsReader.Read(Encoding.UTF8.GetBytes(text), 7));

    [Fact]
    public async Task Engine_is_served_and_its_metrics_are_its_state()
    {
        await using StandInWorker engine = await StandInWorker.StartAsync();
        engine.Answer = context => context.Request.Path == "/metrics"
            ? context.Response.WriteAsync("vllm:num_requests_running 6\nvllm:num_requests_waiting 2\nvllm:kv_cache_usage_perc 0.5\n")
            : StandInWorker.WriteUnaryAsync(context);
        await using TestGateway gateway = await StartAsync(engine.Url);

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal("e1", Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker)));
        WorkerLoad load = gateway.Services.GetRequiredService<WorkerLoads>().For("e1");
        await TestGateway.UntilAsync(() => load.Engine is { Running: 6, Waiting: 2, KvUse: 0.5 }, "the engine's state");
        using HttpResponseMessage ready = await gateway.ManageAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task Engine_that_cannot_be_read_is_left_out_until_it_can()
    {
        await using StandInWorker engine = await StandInWorker.StartAsync();
        bool broken = true;
        engine.Answer = context => context.Request.Path == "/metrics" && Volatile.Read(ref broken)
            ? StandInWorker.WriteUnaryAsync(context, "{}", 500)
            : StandInWorker.WriteUnaryAsync(context);
        await using TestGateway gateway = await StartAsync(engine.Url);

        await TestGateway.UntilAsync(() => gateway.Log.Lines.Any(line => line.Contains(" 1030 Engine e1", StringComparison.Ordinal)), "the engine to be left out");
        using HttpResponseMessage away = await gateway.PostAsync();
        Volatile.Write(ref broken, false);
        await TestGateway.UntilAsync(() => gateway.Log.Lines.Any(line => line.Contains(" 1031 Engine e1", StringComparison.Ordinal)), "the engine to come back");
        using HttpResponseMessage back = await gateway.PostAsync();

        Assert.Equal("model_not_found", (await Envelope.ReadAsync(away, 404)).Code);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task Faults_of_engines_are_told_together()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestGateway.StartAsync("Never",
            ("Gateway:Engines:List:0:Id", "a b"), ("Gateway:Engines:List:0:Url", "ftp://x"), ("Gateway:Engines:List:0:Dialect", "Native"),
            ("Gateway:Engines:List:0:Model", "m"), ("Gateway:Engines:List:0:Role", "Both"), ("Gateway:Engines:List:1:Id", "b"),
            ("Gateway:Engines:List:1:Url", "http://user:secret@host"), ("Gateway:Engines:List:1:Model", "m"), ("Gateway:Engines:List:1:Dialect", "Vllm")));

        Assert.All(
            ["List:0:Id", "List:0:Url", "List:0:Dialect", "List:0:Role", "List:1:Url", "List[m]:Dialect"],
            option => Assert.Contains(refused.Failures, failure => failure.Contains(option, StringComparison.Ordinal)));
    }

    private static Task<TestGateway> StartAsync(string url) => TestGateway.StartAsync("Never",
        ("Gateway:Engines:List:0:Id", "e1"), ("Gateway:Engines:List:0:Url", url), ("Gateway:Engines:List:0:Model", "m"),
        ("Gateway:Engines:List:0:Dialect", "Vllm"), ("Gateway:Engines:ScrapeInterval", "00:00:00.05"), ("Gateway:Engines:FailuresToLeave", "2"));
}
