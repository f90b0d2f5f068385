using System.Text.Json;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.MainJob;

/// <summary>What clients and operators see of the workers' prefix caches.</summary>
public sealed class PrefixCacheTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const int BlockTokens = 16;

    private TestCluster Cluster => shared.Cluster;

    [Fact]
    public async Task Split_request_repeated_is_found_on_the_prefill_worker_unless_its_salt_differs()
    {
        string prefill = Cluster.WorkerApi(WorkerRole.Prefill) + "metrics";
        (string text, int prompt, int cached) first = await AskAsync(Body(seed: 1, salt: null));
        double hits = await MetricAsync(prefill, "vllm:prefix_cache_hits_total");

        (string text, int prompt, int cached) second = await AskAsync(Body(seed: 1, salt: null));
        (string text, int prompt, int cached) salted = await AskAsync(Body(seed: 1, salt: "tenant b"));
        (string text, int prompt, int cached) again = await AskAsync(Body(seed: 1, salt: "tenant b"));

        int reusable = (first.prompt - 1) / BlockTokens * BlockTokens;
        Assert.True(reusable > 0);
        Assert.Equal([0, reusable, 0, reusable], [first.cached, second.cached, salted.cached, again.cached]);
        Assert.Single(new[] { first.text, second.text, salted.text, again.text }.Distinct());
        Assert.Equal(2 * reusable, await MetricAsync(prefill, "vllm:prefix_cache_hits_total") - hits);
        Assert.True(await MetricAsync(prefill, "vllm:prefix_cache_queries_total") >= 4 * first.prompt);
        Assert.True(await MetricAsync(prefill, "vllm:kv_block_reuse_gap_seconds_count") >= 2 * reusable / BlockTokens);
        Assert.True(await MetricAsync(prefill, "inference_prefix_cache_blocks") >= 2 * reusable / BlockTokens);
    }

    [Fact]
    public async Task Chat_that_goes_on_at_one_worker_finds_its_turn_before()
    {
        Uri decode = Cluster.WorkerApi(WorkerRole.Decode);
        (string text, int prompt, int cached) first = await AskAsync(Body(seed: 2, salt: null), decode);
        string next = JsonSerializer.Serialize(new
        {
            model = "fable",
            messages = new object[] { User(Story(2)), new { role = "assistant", content = first.text }, User("And then?") },
            max_tokens = 4,
        });

        (_, _, int cached) = await AskAsync(next, decode);

        Assert.Equal(0, first.cached);
        Assert.InRange(cached, first.prompt / BlockTokens * BlockTokens, int.MaxValue);
    }

    [Fact]
    public async Task Cache_switched_off_reports_no_cached_tokens()
    {
        await using TestCluster cluster = await TestCluster.StartAsync(settings: ("Worker:PrefixCacheMiB", "0"));

        (string text, int prompt, int cached) first = await AskAsync(Body(seed: 3, salt: null), cluster: cluster);
        (string text, int prompt, int cached) second = await AskAsync(Body(seed: 3, salt: null), cluster: cluster);

        Assert.Equal((0, 0), (first.cached, second.cached));
        Assert.Equal(first.text, second.text);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"caf\\u00e9\"")]
    [InlineData("\"a\\nb\"")]
    [InlineData("17")]
    public async Task Unusable_salt_gets_400_that_names_it(string salt)
    {
        string body = $$"""{"model":"fable","prompt":"a","max_tokens":1,"cache_salt":{{salt}}}""";
        using HttpResponseMessage response = await Cluster.PostAsync("/v1/completions", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("cache_salt", (await TestCluster.JsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Salt_of_128_characters_is_taken_and_of_129_refused()
    {
        foreach ((int length, int status) in new[] { (128, 200), (129, 400) })
        {
            string body = $$"""{"model":"fable","prompt":"a","max_tokens":1,"cache_salt":"{{new string('s', length)}}"}""";
            using HttpResponseMessage response = await Cluster.PostAsync("/v1/completions", body);
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    private async Task<(string Text, int Prompt, int Cached)> AskAsync(string body, Uri? host = null, TestCluster? cluster = null)
    {
        using HttpResponseMessage response = await (cluster ?? Cluster).PostAsync("/v1/chat/completions", body, host: host);
        JsonElement answer = await TestCluster.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, answer.ToString());
        Assert.Equal(host is null, response.Headers.Contains("x-gateway-prefill-worker"));
        JsonElement usage = answer.GetProperty("usage");
        return (
            answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!,
            usage.GetProperty("prompt_tokens").GetInt32(),
            usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    private async Task<double> MetricAsync(string uri, string name)
    {
        string text = await Cluster.GetAsync(new Uri(uri));
        string line = text.Split('\n').Single(line => line.StartsWith(name + "{", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..]);
    }

    private static string Body(int seed, string? salt) => JsonSerializer.Serialize(new
    {
        model = "fable",
        messages = new[] { User(Story(seed)) },
        max_tokens = 24,
        temperature = 0,
        cache_salt = salt,
    });

    private static object User(string content) => new { role = "user", content };

    /// <summary>A different beginning for each test, as they share the cluster and its caches.</summary>
    private static string Story(int seed) =>
        $"Story number {seed}: the fox, the owl and the old lantern. " + string.Join(' ', Enumerable.Repeat("Once upon a time there was a fox.", 12));
}
