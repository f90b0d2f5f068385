using System.Net;
using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.BadInput;

/// <summary>Bad requests get OpenAI's envelope with all four keys and the right status, before a slot is taken.</summary>
public sealed class BadInputTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Chat = "/v1/chat/completions";
    private const string Text = "/v1/completions";
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    public static TheoryData<string, string, int, string?> Cases => new()
    {
        { Chat, "{\"model\":\"fable\",", 400, null },
        { Chat, "[1,2]", 400, null },
        { Chat, "nonsense", 400, null },
        { Chat, $"{{{Messages}}}", 400, "model" },
        { Chat, $"{{\"model\":7,{Messages}}}", 400, "model" },
        { Chat, $"{{\"model\":\"nobody\",{Messages}}}", 404, "model" },
        { Chat, "{\"model\":\"fable\"}", 400, "messages" },
        { Chat, "{\"model\":\"fable\",\"messages\":[]}", 400, "messages" },
        { Chat, "{\"model\":\"fable\",\"messages\":\"hi\"}", 400, "messages" },
        { Chat, "{\"model\":\"fable\",\"messages\":[{\"role\":\"wizard\",\"content\":\"hi\"}]}", 400, "messages[0].role" },
        { Chat, "{\"model\":\"fable\",\"messages\":[{\"role\":\"user\",\"content\":5}]}", 400, "messages[0].content" },
        { Chat, $"{{\"model\":\"fable\",\"stream\":\"yes\",{Messages}}}", 400, "stream" },
        { Chat, $"{{\"model\":\"fable\",\"temperature\":3,{Messages}}}", 400, "temperature" },
        { Chat, $"{{\"model\":\"fable\",\"temperature\":\"hot\",{Messages}}}", 400, "temperature" },
        { Chat, $"{{\"model\":\"fable\",\"top_p\":-1,{Messages}}}", 400, "top_p" },
        { Chat, $"{{\"model\":\"fable\",\"max_tokens\":0,{Messages}}}", 400, "max_tokens" },
        { Chat, $"{{\"model\":\"fable\",\"max_tokens\":1.5,{Messages}}}", 400, "max_tokens" },
        { Chat, $"{{\"model\":\"fable\",\"max_tokens\":5000,{Messages}}}", 400, "max_tokens" },
        { Chat, $"{{\"model\":\"fable\",\"logit_bias\":{{\"99999\":1}},{Messages}}}", 400, "logit_bias" },
        { Chat, $"{{\"model\":\"fable\",\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"],{Messages}}}", 400, "stop" },
        { Chat, $"{{\"model\":\"fable\",\"model\":\"fable\",{Messages}}}", 400, "model" },
        { Text, "{\"model\":\"fable\"}", 400, "prompt" },
        { Text, "{\"model\":\"fable\",\"prompt\":[-1]}", 400, "prompt" },
        { Text, $"{{\"model\":\"fable\",\"prompt\":[{string.Join(',', Enumerable.Repeat(20, 2048))}]}}", 400, "prompt" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Bad_request_gets_the_envelope_and_no_slot(string path, string body, int status, string? param)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync(path, body);
        JsonElement error = (await TestCluster.JsonAsync(response)).GetProperty("error");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.True(error.TryGetProperty("code", out _));
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.All(shared.Cluster.Engines, engine => Assert.Equal(0, engine.Load.Running));
    }

    [Fact]
    public async Task Body_over_the_limit_gets_413()
    {
        string body = $$"""{"model":"fable","messages":[{"role":"user","content":"{{new string('x', Limits.RequestBodyBytesMax)}}"}]}""";
        using HttpResponseMessage response = await shared.Cluster.PostAsync(Chat, body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", (await TestCluster.JsonAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }
}
