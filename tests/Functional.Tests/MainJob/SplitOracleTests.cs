using System.Text.Json;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>The main oracle: what was split over two workers and batched with others is, token for token, what one worker gives alone.</summary>
public sealed class SplitOracleTests
{
    private const int Requests = 64;
    private const int Streams = 16;

    [Fact]
    public async Task Split_generations_under_16_streams_equal_undisturbed_ones()
    {
        await using TestCluster cluster = await TestCluster.StartAsync();
        Uri alone = cluster.WorkerApi(WorkerRole.Prefill);
        List<string> undisturbed = [];
        for (int number = 0; number < Requests; number++)
        {
            undisturbed.Add(await TextAsync(cluster, Body(number), alone));
        }

        string[] split = new string[Requests];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Streams, CancellationToken = TestCluster.Cancellation };
        await Parallel.ForAsync(0, Requests, parallel, async (number, _) => split[number] = await TextAsync(cluster, Body(number), cluster.Api));

        for (int number = 0; number < Requests; number++)
        {
            Assert.Equal(undisturbed[number], split[number]);
        }
    }

    /// <summary>The whole answer's text, with the ids that made it: the model's byte tokens tell every token apart in a text.</summary>
    private static async Task<string> TextAsync(TestCluster cluster, string body, Uri host)
    {
        using HttpResponseMessage response = await cluster.PostAsync("/v1/completions", body, host: host);
        JsonElement answer = await TestCluster.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        Assert.Equal(host == cluster.Api, response.Headers.Contains("x-gateway-prefill-worker"));
        int drawn = answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32();
        return $"{drawn}:{answer.GetProperty("choices")[0].GetProperty("text").GetString()}";
    }

    /// <summary>Prompts of 1 to 1,500 tokens, as ids; greedy and seeded sampling in turn.</summary>
    private static string Body(int number)
    {
        int length = 1 + (number * 1499 / (Requests - 1));
        Random random = new(number);
        string prompt = string.Join(',', Enumerable.Range(0, length).Select(_ => random.Next(16, 1500)));
        string sampling = number % 2 == 0 ? "\"temperature\":0" : $"\"temperature\":1,\"top_p\":0.95,\"seed\":{number}";
        return $$"""{"model":"fable","prompt":[{{prompt}}],"max_tokens":48,{{sampling}}}""";
    }
}
