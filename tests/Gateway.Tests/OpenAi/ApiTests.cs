using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.OpenAi;

public sealed class ApiTests
{
    [Fact]
    public async Task Model_nobody_serves_gives_404()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage response = await gateway.PostAsync("""{"model":"nope"}""");

        OpenAiErrorBody error = await Envelope.ReadAsync(response, 404);
        Assert.Equal("model_not_found", error.Code);
        Assert.Equal("model", error.Param);
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"other\",route=\"chat_completions\",outcome=\"client_error\"}", 1);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{", "not valid JSON at line 1")]
    [InlineData("[1]", "must be a JSON object")]
    public async Task Unreadable_body_gives_400_before_a_worker_hears_of_it(string body, string says)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage response = await gateway.PostAsync(body);

        Assert.Contains(says, (await Envelope.ReadAsync(response, 400)).Message, StringComparison.Ordinal);
        Assert.Empty(gateway.Worker.Received);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("application/json", "gzip")]
    public async Task Body_of_another_kind_gives_415(string type, string? encoding)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        var content = new StringContent(TestGateway.Body, Encoding.UTF8, type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using HttpResponseMessage response = await gateway.SendAsync(HttpMethod.Post, TestGateway.Chat, content, null);

        Assert.Equal("invalid_request_error", (await Envelope.ReadAsync(response, 415)).Type);
    }

    [Fact]
    public async Task Content_length_over_the_limit_gives_413_without_the_body_being_read()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Api, TestGateway.Deadline);
        NetworkStream stream = client.GetStream();
        string head = $"POST {TestGateway.Chat} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {Limits.RequestBodyBytesMax + 1}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestGateway.Deadline);

        // The answer comes at once; the connection stays open for a while, for a client that would still send.
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains("request_too_large", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, TestGateway.Deadline);
            Assert.NotEqual(0, read);
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        Assert.StartsWith("HTTP/1.1 413", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunked_body_over_the_limit_gives_413()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Api, TestGateway.Deadline);
        NetworkStream stream = client.GetStream();
        string head = $"POST {TestGateway.Chat} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Limits.RequestBodyBytesMax + 1:x}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestGateway.Deadline);
        await stream.WriteAsync(new byte[Limits.RequestBodyBytesMax + 1], TestGateway.Deadline);

        using var reader = new StreamReader(stream);
        string answer = await reader.ReadLineAsync(TestGateway.Deadline) ?? "";

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.Worker.Received);
    }

    [Theory]
    [InlineData("GET", "/v1/unknown", 404, "unknown_url")]
    [InlineData("GET", "/", 404, "unknown_url")]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_supported")]
    [InlineData("DELETE", "/v1/models", 405, "method_not_supported")]
    [InlineData("GET", "/metrics", 404, "unknown_url")]
    [InlineData("POST", "/healthz", 404, "unknown_url")]
    [InlineData("GET", "/readyz", 404, "unknown_url")]
    public async Task Path_or_method_that_is_not_there_gives_the_envelope(string method, string path, int status, string code)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using HttpResponseMessage response = await gateway.SendAsync(new HttpMethod(method), path, null, null);

        Assert.Equal(code, (await Envelope.ReadAsync(response, status)).Code);
        Assert.Equal(status == 405, response.Content.Headers.Allow.Count > 0);
    }

    [Fact]
    public async Task Models_lists_every_served_name_once()
    {
        await using TestGateway gateway = await TestGateway.StartAsync();
        gateway.Board.Set(
            WorkerBoard.Worker("d1", WorkerRole.Decode, "http://127.0.0.1:1", "org/b"),
            WorkerBoard.Worker("d2", WorkerRole.Decode, "http://127.0.0.1:1", "a"),
            WorkerBoard.Worker("p1", WorkerRole.Prefill, "http://127.0.0.1:1", "a"));

        using HttpResponseMessage list = await gateway.GetAsync("/v1/models");
        using JsonDocument models = JsonDocument.Parse(await list.Content.ReadAsStringAsync(TestGateway.Deadline));
        using HttpResponseMessage one = await gateway.GetAsync("/v1/models/org/b");
        using HttpResponseMessage escaped = await gateway.GetAsync("/v1/models/org%2Fb");
        using HttpResponseMessage none = await gateway.GetAsync("/v1/models/c");

        Assert.Equal("list", models.RootElement.GetProperty("object").GetString());
        Assert.Equal(["a", "org/b"], models.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        Assert.Contains("\"id\":\"org/b\"", await one.Content.ReadAsStringAsync(TestGateway.Deadline), StringComparison.Ordinal);
        Assert.Equal(200, (int)escaped.StatusCode);
        Assert.Equal("model_not_found", (await Envelope.ReadAsync(none, 404)).Code);
    }

    [Theory]
    [InlineData("abc-123", true)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    [InlineData("long", false)]
    public async Task Request_id_is_kept_when_sane_and_made_otherwise(string given, bool kept)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        string id = given == "long" ? new string('x', Limits.RequestIdCharsMax + 1) : given;

        using HttpResponseMessage response = await gateway.PostAsync(
            prepare: request => request.Headers.TryAddWithoutValidation(HeaderNames.RequestId, id));

        string answered = Assert.Single(response.Headers.GetValues(HeaderNames.RequestId));
        Assert.Equal(answered, Assert.Single(gateway.Worker.Received).Headers[HeaderNames.RequestId]);
        Assert.True(kept ? answered == id : answered.Length == 32 && answered.All(char.IsAsciiHexDigit));
    }

    [Fact]
    public async Task Every_request_leaves_one_line_with_its_id_and_phase()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();

        using (await gateway.PostAsync(prepare: request => request.Headers.Add(HeaderNames.RequestId, "id-1")))
        {
        }

        await TestGateway.UntilAsync(() => gateway.Log.Lines.Any(line => line.Contains("request_id=id-1", StringComparison.Ordinal)), "the request's log line");
        string line = Assert.Single(gateway.Log.Lines, line => line.Contains("request_id=id-1", StringComparison.Ordinal));
        Assert.StartsWith("Information 1001 ", line, StringComparison.Ordinal);
        Assert.Contains("phase=gateway model=m decode_worker=d1 ", line, StringComparison.Ordinal);
        Assert.Contains("status=200 outcome=success", line, StringComparison.Ordinal);
    }
}
