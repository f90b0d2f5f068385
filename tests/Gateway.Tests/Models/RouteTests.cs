using System.Net;
using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.Gateway.Tests.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tests.Models;

/// <summary>Routes, from a client's request to the worker that got it.</summary>
public sealed class RouteTests
{
    private const string R0 = "Gateway:Routing:Routes:0:";
    private const string R1 = "Gateway:Routing:Routes:1:";

    [Fact]
    public async Task Weights_hold_within_two_points_over_a_thousand_requests()
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "split"), (R0 + "Models:0", "chat"),
            (R0 + "Targets:0:Model", "a"), (R0 + "Targets:0:Weight", "70"), (R0 + "Targets:1:Model", "b"), (R0 + "Targets:1:Weight", "30"));

        for (int i = 0; i < 1000; i++)
        {
            await fleet.ServedByAsync("chat");
        }

        Assert.InRange(fleet.A.Received.Count, 680, 720);
        Assert.Equal(1000, fleet.A.Received.Count + fleet.B.Received.Count);
    }

    [Fact]
    public async Task Sticky_route_keeps_a_session_on_its_target_and_spreads_the_sessions_by_weight()
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "split"), (R0 + "Models:0", "chat"), (R0 + "Sticky", "true"),
            (R0 + "Targets:0:Model", "a"), (R0 + "Targets:0:Weight", "70"), (R0 + "Targets:1:Model", "b"), (R0 + "Targets:1:Weight", "30"));
        string[] first = await Task.WhenAll(Enumerable.Range(0, 200).Select(session => fleet.ServedByAsync("chat", Session(session))));
        string[] second = await Task.WhenAll(Enumerable.Range(0, 200).Select(session => fleet.ServedByAsync("chat", Session(session))));

        Assert.Equal(first, second);
        Assert.InRange(first.Count(worker => worker == "a1"), 120, 160);

        static Action<HttpRequestMessage> Session(int session) => request => request.Headers.Add(HeaderNames.SessionId, $"session-{session}");
    }

    [Fact]
    public async Task Model_name_is_rewritten_and_every_other_byte_stays()
    {
        await using Fleet fleet = await Fleet.StartAsync((R0 + "Name", "alias"), (R0 + "Models:0", "gpt-*"), (R0 + "Targets:0:Model", "a"));
        string body = "  {\"messages\" : [{\"content\":\"model gpt-x ä\"}] ,\n \"mod\\u0065l\" : \"gpt-\\u0078\", \"x\": \"ä€\"}  ";

        using HttpResponseMessage response = await fleet.Gateway.PostAsync(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            body.Replace("\"gpt-\\u0078\"", "\"a\"", StringComparison.Ordinal), Encoding.UTF8.GetString(Assert.Single(fleet.A.Received).Body));
    }

    [Theory]
    [InlineData("gold", "a1")]
    [InlineData("golden", "b1")]
    [InlineData(null, "b1")]
    public async Task Header_with_an_exact_value_decides(string? tier, string worker)
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "gold"), (R0 + "Models:0", "chat"), (R0 + "Headers:0:Name", "x-tier"), (R0 + "Headers:0:Value", "gold"), (R0 + "Targets:0:Model", "a"),
            (R1 + "Name", "rest"), (R1 + "Models:0", "chat"), (R1 + "Targets:0:Model", "b"));

        Assert.Equal(worker, await fleet.ServedByAsync("chat", request => request.Headers.Add("X-Tier", tier is null ? [] : [tier])));
    }

    [Theory]
    [InlineData("fable-v2", "a1")]
    [InlineData("fable-v2-evil", "b1")]
    [InlineData("xfable-v2", "b1")]
    public async Task Header_matches_a_pattern_as_a_whole(string value, string worker)
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "version"), (R0 + "Headers:0:Name", "X-Gateway-Model-Name"), (R0 + "Headers:0:Regex", "fable-v[0-9]+|other"), (R0 + "Targets:0:Model", "a"));

        Assert.Equal(worker, await fleet.ServedByAsync("b", request => request.Headers.Add("x-gateway-model-name", value)));
    }

    [Fact]
    public async Task Fallback_serves_while_the_target_has_no_worker_that_takes_requests()
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "chat"), (R0 + "Models:0", "chat"), (R0 + "Targets:0:Model", "a"), (R0 + "Fallbacks:0", "gone"), (R0 + "Fallbacks:1", "b"));
        string before = await fleet.ServedByAsync("chat");
        fleet.Gateway.Board.Set(fleet.RecordA with { Draining = true }, fleet.RecordB);
        string draining = await fleet.ServedByAsync("chat");
        fleet.Gateway.Board.Set(fleet.RecordB);
        string gone = await fleet.ServedByAsync("chat");

        Assert.Equal(("a1", "b1", "b1"), (before, draining, gone));
        Assert.Contains("\"model\":\"b\"", Encoding.UTF8.GetString(fleet.B.Received.First().Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_without_any_worker_is_unavailable_and_an_unknown_model_is_not_found()
    {
        await using Fleet fleet = await Fleet.StartAsync((R0 + "Name", "chat"), (R0 + "Models:0", "chat"), (R0 + "Targets:0:Model", "gone"));

        using HttpResponseMessage routed = await fleet.Gateway.PostAsync(Body("chat"));
        using HttpResponseMessage unknown = await fleet.Gateway.PostAsync(Body("other"));

        Assert.Equal("no_worker", (await Envelope.ReadAsync(routed, 503)).Code);
        Assert.NotNull(routed.Headers.RetryAfter);
        Assert.Equal("model_not_found", (await Envelope.ReadAsync(unknown, 404)).Code);
    }

    [Fact]
    public async Task Request_for_more_tokens_than_the_route_allows_is_refused()
    {
        await using Fleet fleet = await Fleet.StartAsync((R0 + "Name", "small"), (R0 + "Targets:0:Model", "a"), (R0 + "MaxTokens", "100"));

        using HttpResponseMessage allowed = await fleet.Gateway.PostAsync("""{"model":"a","max_tokens":100}""");
        using HttpResponseMessage refused = await fleet.Gateway.PostAsync("""{"model":"a","max_tokens":101}""");

        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        OpenAiErrorBody error = await Envelope.ReadAsync(refused, 400);
        Assert.Equal(("max_completion_tokens", "too_many_tokens"), (error.Param, error.Code));
    }

    [Fact]
    public async Task Adapter_is_a_model_of_its_own_and_keeps_its_name_on_the_way_to_the_worker()
    {
        await using Fleet fleet = await Fleet.StartAsync();
        fleet.Gateway.Board.Set(fleet.RecordA with { Adapters = "pirate,poet" }, fleet.RecordB);

        string worker = await fleet.ServedByAsync("poet");
        using HttpResponseMessage models = await fleet.Gateway.GetAsync("/v1/models");
        string list = await models.Content.ReadAsStringAsync(TestGateway.Deadline);

        Assert.Equal("a1", worker);
        Assert.Equal(Body("poet"), Encoding.UTF8.GetString(Assert.Single(fleet.A.Received).Body));
        Assert.Contains("\"pirate\"", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_configuration_takes_effect_and_one_at_fault_leaves_the_last_good_one()
    {
        await using Fleet fleet = await Fleet.StartAsync((R0 + "Name", "chat"), (R0 + "Models:0", "chat"), (R0 + "Targets:0:Model", "a"));
        var configuration = (IConfigurationRoot)fleet.Gateway.Services.GetRequiredService<IConfiguration>();
        string first = await fleet.ServedByAsync("chat");

        configuration[R0 + "Targets:0:Model"] = "b";
        configuration.Reload();
        string second = await fleet.ServedByAsync("chat");

        configuration[R0 + "Name"] = "";
        configuration[R0 + "Targets:0:Weight"] = "-1";
        configuration[R0 + "Headers:0:Name"] = "x";
        configuration[R0 + "Headers:0:Regex"] = "(a)\\1";
        configuration.Reload();
        string third = await fleet.ServedByAsync("chat");

        configuration[R0 + "Targets:0:Weight"] = "much";
        configuration.Reload();

        Assert.Equal(("a1", "b1", "b1"), (first, second, third));
        string refused = Assert.Single(fleet.Gateway.Log.Lines, line => line.Contains(" 1011 ", StringComparison.Ordinal) && line.Contains("Weight is '-1'", StringComparison.Ordinal));
        Assert.All(["Routes:0:Name", "Routes:0:Headers:0:Regex", "a target with a weight above 0"], fault => Assert.Contains(fault, refused, StringComparison.Ordinal));
        Assert.Contains(fleet.Gateway.Log.Lines, line => line.Contains(" 1011 ", StringComparison.Ordinal) && line.Contains("much", StringComparison.Ordinal));
        Assert.Equal("b1", await fleet.ServedByAsync("chat"));
    }

    [Fact]
    public async Task Start_with_routes_at_fault_is_refused_with_all_faults()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestGateway.StartAsync("Never",
            (R0 + "Name", "r"), (R1 + "Name", "r"), (R1 + "Targets:0:Model", "m"), (R1 + "SplitPolicy", "Sometimes"), (R1 + "MirrorPercent", "101")));

        Assert.Equal(4, refused.Failures.Count());
        Assert.All(
            ["Routes:0:Targets:Count", "Routes:1:Name", "Routes:1:SplitPolicy", "Routes:1:MirrorPercent"],
            option => Assert.Contains(refused.Failures, failure => failure.Contains(option, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Mirror_gets_a_copy_under_its_own_model_name_and_its_failure_is_nobodys_business()
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "r"), (R0 + "Models:0", "a"), (R0 + "Targets:0:Model", "a"), (R0 + "MirrorModel", "b"));
        fleet.B.Answer = context => StandInWorker.WriteUnaryAsync(context, "{}", 500);

        string worker = await fleet.ServedByAsync("a", request => request.Headers.Add(HeaderNames.RequestId, "id-1"));

        Assert.Equal("a1", worker);
        await fleet.Gateway.MetricReachesAsync("inference_gateway_mirrored_requests_total{model=\"b\",outcome=\"error\"}", 1);
        Received copy = Assert.Single(fleet.B.Received);
        Assert.Equal((Body("b"), "id-1-mirror"), (Encoding.UTF8.GetString(copy.Body), copy.Headers[HeaderNames.RequestId]));
    }

    [Fact]
    public async Task Mirror_keeps_tenants_caches_apart_as_the_model_does()
    {
        await using Fleet fleet = await Fleet.StartAsync(
            [(R0 + "Name", "r"), (R0 + "Models:0", "a"), (R0 + "Targets:0:Model", "a"), (R0 + "MirrorModel", "b"), .. Keys.Tenant("acme", Keys.A)]);

        await fleet.ServedByAsync("a", request => request.Headers.Add("Authorization", "Bearer " + Keys.A));
        await fleet.Gateway.MetricReachesAsync("inference_gateway_mirrored_requests_total{model=\"b\",outcome=\"success\"}", 1);

        string? salt = Assert.Single(fleet.A.Received).Headers.GetValueOrDefault(HeaderNames.TenantSalt);
        Assert.NotNull(salt);
        Assert.Equal(salt, Assert.Single(fleet.B.Received).Headers.GetValueOrDefault(HeaderNames.TenantSalt));
        Assert.DoesNotContain(fleet.B.Received, received => received.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Mirror_that_hangs_delays_nothing_and_gets_no_more_than_its_bound()
    {
        await using Fleet fleet = await Fleet.StartAsync(
            (R0 + "Name", "r"), (R0 + "Models:0", "a"), (R0 + "Targets:0:Model", "a"), (R0 + "MirrorModel", "b"));
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fleet.B.Answer = async context =>
        {
            await released.Task;
            await StandInWorker.WriteUnaryAsync(context);
        };

        for (int i = 0; i < Limits.MirrorsInFlightMax + 5; i++)
        {
            await fleet.ServedByAsync("a");
        }

        await fleet.Gateway.MetricReachesAsync("inference_gateway_mirrored_requests_total{model=\"b\",outcome=\"dropped\"}", 5);
        released.SetResult();
        await fleet.Gateway.MetricReachesAsync("inference_gateway_mirrored_requests_total{model=\"b\",outcome=\"success\"}", Limits.MirrorsInFlightMax);
    }

    private static string Body(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>Two models with a decode worker each.</summary>
    private sealed class Fleet(TestGateway gateway, StandInWorker a, StandInWorker b) : IAsyncDisposable
    {
        public TestGateway Gateway { get; } = gateway;

        public StandInWorker A { get; } = a;

        public StandInWorker B { get; } = b;

        public WorkerRecord RecordA { get; } = WorkerBoard.Worker("a1", WorkerRole.Decode, a.Url, "a");

        public WorkerRecord RecordB { get; } = WorkerBoard.Worker("b1", WorkerRole.Decode, b.Url, "b");

        public static async Task<Fleet> StartAsync(params (string Key, string Value)[] options)
        {
            var fleet = new Fleet(await TestGateway.StartAsync("Never", options), await StandInWorker.StartAsync(), await StandInWorker.StartAsync());
            fleet.Gateway.Board.Set(fleet.RecordA, fleet.RecordB);
            return fleet;
        }

        public async Task<string> ServedByAsync(string model, Action<HttpRequestMessage>? prepare = null)
        {
            using HttpResponseMessage response = await Gateway.PostAsync(Body(model), prepare: prepare);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker));
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await A.DisposeAsync();
            await B.DisposeAsync();
        }
    }
}
