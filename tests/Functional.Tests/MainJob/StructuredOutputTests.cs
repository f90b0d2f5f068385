using System.Text.Json;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>A model that has never seen JSON writes nothing else when it is asked to, through the whole road and in every sampling.</summary>
public sealed class StructuredOutputTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Person = """
        {"type":"object","additionalProperties":false,"required":["name","age","pet"],"properties":{
          "name":{"type":"string","maxLength":12},"age":{"type":"integer"},"pet":{"enum":["fox","owl","cat"]}}}
        """;

    private const string Format = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"person\",\"strict\":true,\"schema\":" + Person + "}}";

    [Theory]
    [InlineData("\"temperature\":0")]
    [InlineData("\"temperature\":1,\"seed\":1")]
    [InlineData("\"temperature\":2,\"seed\":2,\"n\":4,\"stream\":false")]
    public async Task Answers_follow_the_schema(string sampling)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync(
            "/v1/chat/completions",
            $"{{\"model\":\"fable\",\"max_tokens\":300,{sampling},\"messages\":[{{\"role\":\"user\",\"content\":\"Who are you?\"}}],{Format}}}");
        JsonElement answer = await TestCluster.JsonAsync(response);

        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        foreach (JsonElement choice in answer.GetProperty("choices").EnumerateArray().Where(choice => choice.GetProperty("finish_reason").GetString() == "stop"))
        {
            using JsonDocument person = JsonDocument.Parse(choice.GetProperty("message").GetProperty("content").GetString()!);
            Assert.Equal(["name", "age", "pet"], person.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Contains(person.RootElement.GetProperty("pet").GetString(), new[] { "fox", "owl", "cat" });
        }

        Assert.Contains(answer.GetProperty("choices").EnumerateArray(), choice => choice.GetProperty("finish_reason").GetString() == "stop");
    }

    [Theory]
    [InlineData("{\"type\":\"json_schema\"}", "response_format.json_schema")]
    [InlineData("{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"oneOf\":[]}}}", "response_format.json_schema.schema")]
    [InlineData("{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"$ref\":\"#\"}}}", "response_format.json_schema.schema")]
    [InlineData("{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"string\",\"pattern\":\"(a+)+(b|\"}}}", "response_format.json_schema.schema")]
    public async Task Format_that_cannot_be_enforced_is_refused(string format, string param)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync(
            "/v1/chat/completions", $"{{\"model\":\"fable\",\"messages\":[{{\"role\":\"user\",\"content\":\"hi\"}}],\"response_format\":{format}}}");
        JsonElement error = (await TestCluster.JsonAsync(response)).GetProperty("error");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(param, error.GetProperty("param").GetString());
    }
}
