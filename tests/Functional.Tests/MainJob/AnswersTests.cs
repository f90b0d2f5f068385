using System.Text.Json;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>Answers through the whole road: several of them, their log probabilities, what ends them.</summary>
public sealed class AnswersTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Story = "\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a story about a fox and a lantern.\"}]";

    [Fact]
    public async Task Several_answers_differ_and_the_first_is_the_single_one()
    {
        JsonElement one = await ChatAsync($"{{\"model\":\"fable\",\"seed\":7,\"max_tokens\":24,{Story}}}");
        JsonElement three = await ChatAsync($"{{\"model\":\"fable\",\"seed\":7,\"n\":3,\"max_tokens\":24,{Story}}}");

        string[] texts = [.. three.GetProperty("choices").EnumerateArray().Select(Content)];
        Assert.Equal(3, texts.Distinct().Count());
        Assert.Equal(Content(one.GetProperty("choices")[0]), texts[0]);
        Assert.Equal(
            3 * one.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), three.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(
            one.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), three.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Log_probabilities_name_every_token_and_its_rivals()
    {
        JsonElement answer = await ChatAsync($"{{\"model\":\"fable\",\"temperature\":0,\"logprobs\":true,\"top_logprobs\":3,\"max_tokens\":8,{Story}}}");

        JsonElement choice = answer.GetProperty("choices")[0];
        JsonElement[] tokens = [.. choice.GetProperty("logprobs").GetProperty("content").EnumerateArray()];
        Assert.Equal(Content(choice), string.Concat(tokens.Select(token => token.GetProperty("token").GetString())));
        Assert.All(tokens, token =>
        {
            JsonElement top = token.GetProperty("top_logprobs");
            Assert.Equal(3, top.GetArrayLength());
            Assert.Equal(token.GetProperty("logprob").GetDouble(), top[0].GetProperty("logprob").GetDouble());
            Assert.True(top[0].GetProperty("logprob").GetDouble() >= top[1].GetProperty("logprob").GetDouble());
        });
    }

    [Fact]
    public async Task Stop_string_across_tokens_ends_the_answer_and_is_not_shown()
    {
        string whole = Content((await ChatAsync($"{{\"model\":\"fable\",\"temperature\":0,\"max_tokens\":40,{Story}}}")).GetProperty("choices")[0]);
        string stop = whole.Substring(12, 9);
        JsonElement choice = (await ChatAsync(
            $"{{\"model\":\"fable\",\"temperature\":0,\"max_tokens\":40,\"stop\":{JsonSerializer.Serialize(stop)},{Story}}}")).GetProperty("choices")[0];

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], Content(choice));
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Prompts_in_all_forms_give_an_answer_each()
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync(
            "/v1/completions", """{"model":"fable","prompt":["Once upon","The fox"],"echo":true,"max_tokens":4,"temperature":0,"n":2}""");
        JsonElement[] choices = [.. (await TestCluster.JsonAsync(response)).GetProperty("choices").EnumerateArray()];

        Assert.Equal([0, 1, 2, 3], choices.Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.All(choices[..2], choice => Assert.StartsWith("Once upon", choice.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.All(choices[2..], choice => Assert.StartsWith("The fox", choice.GetProperty("text").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Same_seed_gives_the_same_answer()
    {
        string body = $"{{\"model\":\"fable\",\"seed\":11,\"temperature\":1,\"max_tokens\":24,{Story}}}";

        Assert.Equal(Content((await ChatAsync(body)).GetProperty("choices")[0]), Content((await ChatAsync(body)).GetProperty("choices")[0]));
    }

    [Fact]
    public async Task Worker_tokenizes_and_detokenizes_a_prompt()
    {
        Uri worker = shared.Cluster.WorkerApi(WorkerRole.Decode);
        using HttpResponseMessage ids = await shared.Cluster.PostAsync("/tokenize", """{"prompt":"The fox <|end|> ran.","return_token_strs":true}""", host: worker);
        JsonElement tokens = await TestCluster.JsonAsync(ids);
        using HttpResponseMessage text = await shared.Cluster.PostAsync("/detokenize", $"{{\"tokens\":{tokens.GetProperty("tokens").GetRawText()}}}", host: worker);

        Assert.Equal(tokens.GetProperty("count").GetInt32(), tokens.GetProperty("token_strs").GetArrayLength());
        Assert.Equal("<|bos|>The fox <|end|> ran.", (await TestCluster.JsonAsync(text)).GetProperty("prompt").GetString());
        Assert.DoesNotContain(6, tokens.GetProperty("tokens").EnumerateArray().Select(id => id.GetInt32()));
    }

    private async Task<JsonElement> ChatAsync(string body)
    {
        using HttpResponseMessage response = await shared.Cluster.PostAsync("/v1/chat/completions", body);
        JsonElement answer = await TestCluster.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        return answer;
    }

    private static string Content(JsonElement choice) => choice.GetProperty("message").GetProperty("content").GetString()!;
}
