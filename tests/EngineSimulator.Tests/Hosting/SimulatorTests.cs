using System.Net;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.EngineSimulator.Hosting;
using InferenceGateway.TestSupport;

namespace InferenceGateway.EngineSimulator.Tests.Hosting;

public sealed class SimulatorTests
{
    private const int Endless = 90_000;

    [Fact]
    public async Task Gateway_streams_from_simulated_workers_and_splits_as_with_real_ones()
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync("Require");
        using HttpResponseMessage response = await running.PostAsync($"{running.GatewayUrl}/v1/chat/completions", Chat(5, stream: true));
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("sim-prefill-0", response.Headers.GetValues(HeaderNames.PrefillWorker).Single());
        Assert.Equal(5, text.Split("\"tick \"").Length - 1);
        Assert.Contains("\"completion_tokens\":5", text, StringComparison.Ordinal);
        Assert.Contains("data: [DONE]", text, StringComparison.Ordinal);
        Assert.Equal(1, Worker(running, "sim-prefill-0").Engine.Totals.Requests);
    }

    [Fact]
    public async Task Prompt_seen_before_is_found_in_the_cache()
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync(decode: 1, prefill: 0);
        string url = running.Fleet.Workers[0].Url + "/v1/chat/completions";
        JsonElement first = await AnswerAsync(running, url);
        JsonElement second = await AnswerAsync(running, url);

        Assert.Equal(0, Cached(first));
        int prompt = second.GetProperty("usage").GetProperty("prompt_tokens").GetInt32();
        Assert.InRange(Cached(second), 1, prompt - 1);
        Assert.Equal(0, Cached(second) % 32);
        string metrics = await running.GetAsync(running.Fleet.Workers[0].Url + "/metrics");
        Assert.Contains($"vllm:prefix_cache_hits_total{{model_name=\"simulated\",engine=\"0\"}} {Cached(second)}", metrics, StringComparison.Ordinal);
        Assert.Contains("vllm:generation_tokens_total{model_name=\"simulated\",engine=\"0\"} 6", metrics, StringComparison.Ordinal);
        Assert.Contains("vllm:time_to_first_token_seconds_count{model_name=\"simulated\",engine=\"0\"} 2", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_that_breaks_down_cuts_its_streams_and_refuses_until_it_recovers()
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync(decode: 1, prefill: 0);
        SimulatedWorker worker = running.Fleet.Workers[0];
        string url = worker.Url + "/v1/chat/completions";
        Task<HttpResponseMessage> stream = running.PostAsync(url, Chat(Endless, stream: true, content: "short"));
        await Eventually.TrueAsync("a token of the stream", () => worker.Engine.Totals.DrawnTokens > 0);
        await running.StrikeAsync(worker, "fail");

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using HttpResponseMessage response = await stream;
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        });
        using HttpResponseMessage refused = await running.PostAsync(url, Chat(2));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await running.StrikeAsync(worker, "recover");
        using HttpResponseMessage served = await running.PostAsync(url, Chat(2));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Client_that_leaves_frees_its_slot()
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync(decode: 1, prefill: 0);
        SimulatedWorker worker = running.Fleet.Workers[0];
        using CancellationTokenSource leaving = new();
        using HttpMessageInvoker client = new(new SocketsHttpHandler { UseProxy = false });
        using HttpRequestMessage request = new(HttpMethod.Post, worker.Url + "/v1/chat/completions") { Content = new StringContent(Chat(Endless, stream: true)) };
        Task<HttpResponseMessage> stream = client.SendAsync(request, leaving.Token);
        await Eventually.TrueAsync("a token of the stream", () => worker.Engine.Totals.DrawnTokens > 0);
        (await stream).Dispose();
        await leaving.CancelAsync();

        await Eventually.TrueAsync("the slot and its blocks free", () => worker.Engine.Load.Running == 0 && worker.Engine.Pool.InUse == 0);
        Assert.Equal(1, worker.Engine.Totals.Requests);
    }

    [Fact]
    public async Task Hundred_workers_fit_into_one_process_and_stand_in_the_directory()
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync("Never", decode: 100, prefill: 0, profile: "round-robin");
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => running.PostAsync($"{running.GatewayUrl}/v1/chat/completions", Chat(2))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(running.Fleet.Workers, worker => Assert.Equal(2, worker.Engine.Totals.Requests));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"model":"other","messages":[]}""", 404)]
    [InlineData("""{"model":"simulated"}""", 400)]
    [InlineData("""{"model":"simulated","messages":[],"max_tokens":0}""", 400)]
    [InlineData("""{"model":"simulated","messages":[],"n":2}""", 400)]
    [InlineData("""{"model":"simulated","messages":[],"max_tokens":1000000}""", 400)]
    public async Task Body_that_asks_for_what_is_not_here_is_refused(string body, int status)
    {
        await using RunningSimulator running = await RunningSimulator.StartAsync(decode: 1, prefill: 0);
        using HttpResponseMessage response = await running.PostAsync(running.Fleet.Workers[0].Url + "/v1/chat/completions", body);
        JsonElement answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(answer.GetProperty("error").GetProperty("message").GetString()!);
    }

    [Fact]
    public void Every_option_out_of_bounds_is_told_at_once()
    {
        var fault = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => SimulatorApp.Create(
            ["--Simulator:DecodeWorkers=0", "--Simulator:BytesPerToken=3", "--Simulator:Calibration=none", "--Simulator:FirstPort=65535", "--Simulator:PrefillWorkers=5"]));

        Assert.Equal(4, fault.Failures.Count());
        Assert.Contains(fault.Failures, line => line.StartsWith("Simulator:DecodeWorkers is '0'", StringComparison.Ordinal));
        Assert.Contains(fault.Failures, line => line.Contains("fable-1-core", StringComparison.Ordinal));
    }

    private static SimulatedWorker Worker(RunningSimulator running, string id) => running.Fleet.Workers.Single(worker => worker.Id == id);

    private static string Chat(int tokens, bool stream = false, string? content = null) => JsonSerializer.Serialize(new
    {
        model = "simulated",
        max_tokens = tokens,
        stream,
        stream_options = stream ? new { include_usage = true } : null,
        messages = new[] { new { role = "user", content = content ?? string.Concat(Enumerable.Repeat("Tell me of the sea. ", 30)) } },
    });

    private static async Task<JsonElement> AnswerAsync(RunningSimulator running, string url)
    {
        using HttpResponseMessage response = await running.PostAsync(url, Chat(3));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static int Cached(JsonElement answer) =>
        answer.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
}
