using System.Text;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Explain;

public sealed class ExplainTests
{
    private const string Nowhere = "http://127.0.0.1:1";

    [Fact]
    public async Task Explanation_shows_every_worker_and_executes_nothing()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("WhenUseful");
        gateway.Board.Set(
            WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url),
            WorkerBoard.Worker("d2", WorkerRole.Decode, worker.Url),
            WorkerBoard.Worker("leaving", WorkerRole.Decode, worker.Url, draining: true),
            WorkerBoard.Worker("p1", WorkerRole.Prefill, worker.Url));

        JsonElement explanation = await ExplainAsync(gateway, TestGateway.Body);

        Assert.Empty(worker.Received);
        JsonElement decode = explanation.GetProperty("decisions")[0];
        Assert.Equal("decode", decode.GetProperty("role").GetString());
        Assert.Equal("default", decode.GetProperty("profile").GetString());
        Assert.Equal(4, decode.GetProperty("considered").GetInt32());
        Assert.Equal(2, decode.GetProperty("kept").GetInt32());
        Assert.Equal(2, decode.GetProperty("ties").GetInt32());
        Assert.Equal(0, decode.GetProperty("margin").GetDouble());
        Assert.Equal(["d1", "d2"], decode.GetProperty("candidates").EnumerateArray().Select(Worker).Order());
        JsonElement[] terms = [.. decode.GetProperty("candidates")[0].GetProperty("terms").EnumerateArray()];
        Assert.Equal(["predicted-latency", "no-hit-spread"], terms.Select(term => term.GetProperty("scorer").GetString()));
        Assert.Equal(
            decode.GetProperty("candidates")[0].GetProperty("score").GetDouble(),
            terms.Sum(term => term.GetProperty("weight").GetDouble() * term.GetProperty("score").GetDouble()),
            1e-12);
        Dictionary<string, JsonElement> dropped = decode.GetProperty("dropped").EnumerateArray().ToDictionary(Worker);
        Assert.Equal("draining", dropped["leaving"].GetProperty("stopped_by").GetString());
        Assert.True(dropped["leaving"].GetProperty("filters").GetProperty("role").GetBoolean());
        Assert.False(dropped["p1"].GetProperty("filters").GetProperty("role").GetBoolean());
        Assert.Equal("p1", explanation.GetProperty("decisions")[1].GetProperty("chosen").GetString());
        JsonElement split = explanation.GetProperty("split");
        Assert.Equal("local-cheaper", split.GetProperty("reason").GetString());
        Assert.True(split.GetProperty("local_seconds").GetDouble() < split.GetProperty("remote_seconds").GetDouble());
        Assert.Equal(0, await gateway.MetricAsync("inference_gateway_pd_decisions_total{decision=\"local\",reason=\"local-cheaper\"}"));
        Assert.Empty((await DecisionsAsync(gateway, "")).GetProperty("decisions").EnumerateArray());
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("""{"model":"nobody","messages":[]}""", 404)]
    public async Task Faulty_request_is_explained_as_it_would_be_answered(string body, int status)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage response = await PostAsync(gateway, body);

        Assert.Equal(status, (int)response.StatusCode);
        using JsonDocument envelope = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestGateway.Deadline));
        Assert.Equal("invalid_request_error", envelope.RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task No_candidate_is_an_explanation_too()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        gateway.Board.Set(WorkerBoard.Worker("p1", WorkerRole.Prefill, Nowhere));

        JsonElement decode = (await ExplainAsync(gateway, TestGateway.Body)).GetProperty("decisions")[0];

        Assert.Equal(JsonValueKind.Null, decode.GetProperty("chosen").ValueKind);
        Assert.Equal("role", decode.GetProperty("dropped")[0].GetProperty("stopped_by").GetString());
    }

    [Fact]
    public async Task Request_that_ran_can_be_explained_by_its_id()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Require");
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url), WorkerBoard.Worker("p1", WorkerRole.Prefill, worker.Url));

        using HttpResponseMessage first = await gateway.PostAsync(prepare: request => request.Headers.Add(HeaderNames.RequestId, "first"));
        using HttpResponseMessage second = await gateway.PostAsync(prepare: request => request.Headers.Add(HeaderNames.RequestId, "second"));

        JsonElement explanation = await DecisionsAsync(gateway, "/first");
        Assert.Equal("first", explanation.GetProperty("request_id").GetString());
        Assert.Equal(
            [("decode", "d1"), ("prefill", "p1")],
            explanation.GetProperty("decisions").EnumerateArray().Select(decision =>
                (decision.GetProperty("role").GetString()!, decision.GetProperty("chosen").GetString()!)));
        Assert.Equal("policy-require", explanation.GetProperty("split").GetProperty("reason").GetString());
        Assert.Equal(["p1"], explanation.GetProperty("split").GetProperty("prefill_candidates").EnumerateArray().Select(id => id.GetString()!));
        Assert.Equal(
            ["second", "first"],
            (await DecisionsAsync(gateway, "")).GetProperty("decisions").EnumerateArray().Select(entry => entry.GetProperty("request_id").GetString()!));
        using HttpResponseMessage unknown = await gateway.ManageAsync("/admin/decisions/third");
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task Ring_keeps_the_latest_decisions_and_the_best_candidates()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync(
            "Never", ("Gateway:Explain:DecisionsMax", "3"), ("Gateway:Explain:CandidatesMax", "2"), ("Gateway:Scheduling:Profile", "round-robin"));
        gateway.Board.Set([.. Enumerable.Range(0, 5).Select(i => WorkerBoard.Worker($"d{i}", WorkerRole.Decode, worker.Url))]);
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync(prepare: request => request.Headers.Add(HeaderNames.RequestId, $"r{i}"));
        }

        JsonElement latest = await DecisionsAsync(gateway, "");

        Assert.Equal(["r4", "r3", "r2"], latest.GetProperty("decisions").EnumerateArray().Select(entry => entry.GetProperty("request_id").GetString()!));
        JsonElement decision = (await DecisionsAsync(gateway, "/r4")).GetProperty("decisions")[0];
        Assert.Equal(5, decision.GetProperty("kept").GetInt32());
        JsonElement[] candidates = [.. decision.GetProperty("candidates").EnumerateArray()];
        Assert.Equal(2, candidates.Length);
        // Whoever was chosen is kept, best or not.
        Assert.Contains(decision.GetProperty("chosen").GetString(), candidates.Select(Worker));
    }

    private static string Worker(JsonElement element) => element.GetProperty("worker").GetString()!;

    private static Task<HttpResponseMessage> PostAsync(TestGateway gateway, string body) => gateway.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"http://{gateway.Management}/admin/explain")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        },
        TestGateway.Deadline);

    private static async Task<JsonElement> ExplainAsync(TestGateway gateway, string body)
    {
        using HttpResponseMessage response = await PostAsync(gateway, body);
        return await ReadAsync(response);
    }

    private static async Task<JsonElement> DecisionsAsync(TestGateway gateway, string path)
    {
        using HttpResponseMessage response = await gateway.ManageAsync("/admin/decisions" + path);
        return await ReadAsync(response);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(TestGateway.Deadline);
        Assert.True(response.IsSuccessStatusCode, text);
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
