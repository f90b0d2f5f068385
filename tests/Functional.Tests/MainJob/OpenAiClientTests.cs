using System.ClientModel;
using InferenceGateway.Functional.Tests.Support;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>OpenAI's own .NET client, unchanged, against the gateway.</summary>
public sealed class OpenAiClientTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Question = "Tell me a story about a fox and a lantern.";

    private OpenAIClient Client => new(
        new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(shared.Cluster.Api, "/v1") });

    [Fact]
    public async Task Chat_completed_gives_text_usage_and_a_reason()
    {
        ChatCompletion answer = await Client.GetChatClient("fable").CompleteChatAsync(
            [new UserChatMessage(Question)], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 200 }, TestCluster.Cancellation);

        Assert.Equal(ChatMessageRole.Assistant, answer.Role);
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.True(answer.Usage.InputTokenCount > 5);
        Assert.InRange(answer.Usage.OutputTokenCount, 1, 200);
        Assert.Equal(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
        Assert.Equal("fable", answer.Model);
    }

    [Fact]
    public async Task Chat_streamed_gives_the_text_of_the_whole_answer_and_usage_last()
    {
        ChatCompletionOptions options = new() { Temperature = 0, MaxOutputTokenCount = 60 };
        ChatCompletion whole = await Client.GetChatClient("fable").CompleteChatAsync([new UserChatMessage(Question)], options, TestCluster.Cancellation);
        List<StreamingChatCompletionUpdate> updates = [];
        await foreach (StreamingChatCompletionUpdate update in Client.GetChatClient("fable")
            .CompleteChatStreamingAsync([new UserChatMessage(Question)], options, TestCluster.Cancellation))
        {
            updates.Add(update);
        }

        string text = string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text));
        Assert.Equal(whole.Content[0].Text, text);
        Assert.Equal(whole.Usage.OutputTokenCount, updates[^1].Usage.OutputTokenCount);
        Assert.Single(updates.Select(update => update.CompletionId).Distinct());
        Assert.Contains(updates, update => update.FinishReason == whole.FinishReason);
    }

    [Fact]
    public async Task Models_listed_name_the_served_model()
    {
        ClientResult<OpenAIModelCollection> models = await Client.GetOpenAIModelClient().GetModelsAsync(TestCluster.Cancellation);

        Assert.Equal("fable", Assert.Single(models.Value).Id);
    }
}
