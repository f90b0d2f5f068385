using System.Text.Json;
using InferenceGateway.Functional.Tests.Support;
using OpenAI;
using OpenAI.Chat;

namespace InferenceGateway.Functional.Tests.Tools;

/// <summary>A model that was never trained on tools calls them in OpenAI's shapes when it must, through the whole road.</summary>
public sealed class ToolCallTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Schema = """
        {"type":"object","additionalProperties":false,"required":["city","unit"],"properties":{
          "city":{"type":"string","maxLength":8},"unit":{"enum":["c","f"]}}}
        """;

    private const string Weather = "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":" + Schema + "}}";
    private const string Clock = "{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}";
    private const string Head = "{\"model\":\"fable\",\"messages\":[{\"role\":\"user\",\"content\":\"How is the weather?\"}]";

    private ChatClient Client => new OpenAIClient(
        new System.ClientModel.ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(shared.Cluster.Api, "/v1") }).GetChatClient("fable");

    public static TheoryData<string, string> Hostile => new()
    {
        { "\"tools\":7", "tools" },
        { "\"tools\":[7]", "tools[0]" },
        { "\"tools\":[{}]", "tools[0].type" },
        { "\"tools\":[{\"type\":\"custom\"}]", "tools[0].type" },
        { "\"tools\":[{\"type\":\"function\"}]", "tools[0].function" },
        { "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\\\"b\"}}]", "tools[0].function.name" },
        { "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"string\"}}}]", "tools[0].function.parameters.type" },
        { "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"oneOf\":[]}}}]", "tools" },
        { "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}}}]", "tools" },
        { $"\"tools\":[{Clock},{Clock}]", "tools" },
        { $"\"tools\":[{string.Join(',', Enumerable.Repeat(Clock, 129))}]", "tools" },
        { "\"tool_choice\":\"required\"", "tool_choice" },
        { $"\"tools\":[{Clock}],\"tool_choice\":\"perhaps\"", "tool_choice" },
        { $"\"tools\":[{Clock}],\"tool_choice\":{{\"type\":\"function\",\"function\":{{\"name\":\"none\"}}}}", "tool_choice.function" },
        { $"\"tools\":[{Clock}],\"parallel_tool_calls\":\"yes\"", "parallel_tool_calls" },
        { $"\"tools\":[{Clock}],\"response_format\":{{\"type\":\"json_object\"}}", "response_format" },
        { $"\"tools\":[{Clock}],\"min_tokens\":3", "tools" },
    };

    [Theory]
    [InlineData(0f, false)]
    [InlineData(1f, false)]
    [InlineData(1f, true)]
    public async Task Required_choice_gives_calls_that_follow_the_schema(float temperature, bool parallel)
    {
        ChatCompletionOptions options = Options(ChatToolChoice.CreateRequiredChoice(), temperature, parallel);
        ChatCompletion answer = await Client.CompleteChatAsync([new UserChatMessage("How is the weather?")], options, TestCluster.Cancellation);

        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        Assert.InRange(answer.ToolCalls.Count, 1, parallel ? 8 : 1);
        Assert.Empty(answer.Content);
        Assert.All(answer.ToolCalls, call => FollowsSchema(call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal(answer.ToolCalls.Count, answer.ToolCalls.Select(call => call.Id).Distinct().Count());
    }

    [Fact]
    public async Task Streamed_call_is_the_whole_answers_call()
    {
        ChatCompletionOptions options = Options(ChatToolChoice.CreateFunctionChoice("weather"), 0, parallel: true);
        ChatCompletion whole = await Client.CompleteChatAsync([new UserChatMessage("How is the weather?")], options, TestCluster.Cancellation);
        List<StreamingChatToolCallUpdate> updates = [];
        ChatFinishReason? finish = null;
        await foreach (StreamingChatCompletionUpdate update in Client.CompleteChatStreamingAsync(
            [new UserChatMessage("How is the weather?")], options, TestCluster.Cancellation))
        {
            updates.AddRange(update.ToolCallUpdates);
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(ChatFinishReason.ToolCalls, finish);
        Assert.Equal("weather", updates[0].FunctionName);
        Assert.All(updates, update => Assert.Equal(0, update.Index));
        Assert.Single(updates, update => !string.IsNullOrEmpty(update.ToolCallId));
        Assert.True(updates.Count > 2, "The arguments came in one piece.");
        string arguments = string.Concat(updates.Select(update => update.FunctionArgumentsUpdate?.ToString()));
        FollowsSchema("weather", arguments);
        Assert.Equal(Assert.Single(whole.ToolCalls).FunctionArguments.ToString(), arguments);
    }

    [Theory]
    [InlineData("\"tool_choice\":\"none\"")]
    [InlineData("\"tool_choice\":\"auto\"")]
    public async Task Answer_without_calls_is_the_text_it_was_without_tools(string choice)
    {
        JsonElement plain = await AnswerAsync($"{Head},\"temperature\":0,\"max_tokens\":30}}");
        JsonElement free = await AnswerAsync($"{Head},\"temperature\":0,\"max_tokens\":30,\"tools\":[{Weather},{Clock}],{choice}}}");

        Assert.Equal(plain.GetProperty("message").GetRawText(), free.GetProperty("message").GetRawText());
        Assert.Equal(plain.GetProperty("finish_reason").GetString(), free.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Call_cut_short_says_so()
    {
        JsonElement cut = await AnswerAsync($"{Head},\"temperature\":0,\"max_tokens\":45,\"tools\":[{Weather}],\"tool_choice\":\"required\"}}");

        Assert.Equal("length", cut.GetProperty("finish_reason").GetString());
    }

    /// <summary>The default model's template knows no tool results; what a template refuses is told in its own words.</summary>
    [Fact]
    public async Task Conversation_with_results_of_tools_is_refused_by_a_template_without_them()
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync(
            "/v1/chat/completions",
            $$$"""
            {"model":"fable","temperature":0,"max_tokens":8,"tools":[{{{Weather}}}],"messages":[{"role":"user","content":"hi"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"sun"}]}
            """);
        JsonElement error = (await TestCluster.JsonAsync(response)).GetProperty("error");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(("messages", "Unknown role: tool"), (error.GetProperty("param").GetString(), error.GetProperty("message").GetString()));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Tools_that_cannot_be_held_to_are_refused(string fields, string param)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync("/v1/chat/completions", $"{Head},\"max_tokens\":4,{fields}}}");
        JsonElement body = await TestCluster.JsonAsync(response);

        Assert.True((int)response.StatusCode == 400, body.ToString());
        Assert.Equal(param, body.GetProperty("error").GetProperty("param").GetString());
    }

    private static ChatCompletionOptions Options(ChatToolChoice choice, float temperature, bool parallel) => new()
    {
        Temperature = temperature,
        MaxOutputTokenCount = 1500,
        AllowParallelToolCalls = parallel,
        ToolChoice = choice,
        Tools = { ChatTool.CreateFunctionTool("weather", "Tells the weather.", BinaryData.FromString(Schema)), ChatTool.CreateFunctionTool("clock") },
    };

    private static void FollowsSchema(string name, string arguments)
    {
        using JsonDocument document = JsonDocument.Parse(arguments);
        string[] names = [.. document.RootElement.EnumerateObject().Select(property => property.Name)];
        Assert.Equal(name == "weather" ? ["city", "unit"] : [], names);
    }

    private async Task<JsonElement> AnswerAsync(string body)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync("/v1/chat/completions", body);
        JsonElement answer = await TestCluster.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer.GetProperty("choices")[0];
    }
}
