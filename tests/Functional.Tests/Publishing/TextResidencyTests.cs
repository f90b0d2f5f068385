using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.Publishing;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Functional.Tests.Publishing;

/// <summary>What gateways learn of the text that workers hold, from real requests.</summary>
public sealed class TextResidencyTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private TestCluster Cluster => shared.Cluster;

    [Fact]
    public async Task Prompt_of_a_split_request_is_seen_on_both_workers_as_far_as_its_blocks_go()
    {
        await using GatewayView view = await GatewayView.StartAsync(Cluster);
        string messages = Messages(1, "first");
        BlockKey[] keys = GatewayView.KeysOf(messages);

        await AskAsync(Cluster, messages);

        // The last token block is not full, and the one before it may end before the last full text block does.
        await view.SeesAsync(WorkerRole.Prefill, keys, keys.Length - 2, keys.Length);
        await view.SeesAsync(WorkerRole.Decode, keys, keys.Length - 2, keys.Length);
    }

    [Fact]
    public async Task Prompt_that_shares_its_beginning_is_seen_so_far_and_a_salted_one_not_at_all()
    {
        await using GatewayView view = await GatewayView.StartAsync(Cluster);
        BlockKey[] first = GatewayView.KeysOf(Messages(2, "first"));
        BlockKey[] other = GatewayView.KeysOf(Messages(2, "other"));
        int shared = first.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();

        await AskAsync(Cluster, Messages(2, "first"));
        await AskAsync(Cluster, Messages(3, "salted"), salt: "tenant b");

        Assert.InRange(shared, 3, first.Length - 3);
        await view.SeesAsync(WorkerRole.Prefill, other, shared, shared);
        BlockKey[] salted = GatewayView.KeysOf(Messages(3, "salted"), "tenant b");
        await view.SeesAsync(WorkerRole.Prefill, salted, salted.Length - 2, salted.Length);
        Assert.Equal(0, view.DepthOf(WorkerRole.Prefill, GatewayView.KeysOf(Messages(3, "salted"))));
    }

    [Fact]
    public async Task Gateway_that_comes_later_sees_the_same()
    {
        string messages = Messages(4, "first");
        BlockKey[] keys = GatewayView.KeysOf(messages);
        await using GatewayView early = await GatewayView.StartAsync(Cluster);
        await AskAsync(Cluster, messages);
        await early.SeesAsync(WorkerRole.Decode, keys, keys.Length - 2, keys.Length);

        await using GatewayView late = await GatewayView.StartAsync(Cluster);

        int depth = early.DepthOf(WorkerRole.Decode, keys);
        await late.SeesAsync(WorkerRole.Decode, keys, depth, depth);
    }

    [Fact]
    public async Task Evicted_prompt_is_withdrawn()
    {
        // Room for 25 blocks of 16 tokens.
        await using TestCluster small = await TestCluster.StartAsync(settings: ("Worker:PrefixCacheMiB", "1"));
        await using GatewayView view = await GatewayView.StartAsync(small);
        BlockKey[] first = GatewayView.KeysOf(Messages(5, "first"));
        await AskAsync(small, Messages(5, "first"));
        await view.SeesAsync(WorkerRole.Prefill, first, 1, first.Length);

        for (int other = 6; other < 10; other++)
        {
            await AskAsync(small, Messages(other, "other"));
        }

        BlockKey[] last = GatewayView.KeysOf(Messages(9, "other"));
        await view.SeesAsync(WorkerRole.Prefill, last, 1, last.Length);
        await view.SeesAsync(WorkerRole.Prefill, first, 0, 0);
    }

    [Fact]
    public async Task Load_of_a_running_stream_is_seen_and_gone_when_it_ends()
    {
        await using GatewayView view = await GatewayView.StartAsync(Cluster);
        bool Sees(Func<WorkerState, bool> wanted) =>
            view.States.TryRead(view.NumberOf(WorkerRole.Decode), out WorkerState state, out _) && wanted(state);

        using (HttpResponseMessage response = await Cluster.PostAsync("/v1/chat/completions", Body(Messages(10, "long"), null, 600, "true")))
        {
            Assert.True(response.IsSuccessStatusCode);
            await Eventually.TrueAsync("a running request and its tokens", () => Sees(state => state is { Running: > 0, KvUsage: > 0, RunningTokens: > 100 }));
        }

        await Eventually.TrueAsync("an idle worker", () => Sees(state => state == default));
    }

    [Fact]
    public async Task Blocks_of_a_worker_are_told_on_its_internal_port_only()
    {
        using HttpResponseMessage response = await Cluster.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, new Uri(Cluster.WorkerApi(WorkerRole.Decode), IFleetPublisher.IndexPath)), TestCluster.Cancellation);

        Assert.Equal(404, (int)response.StatusCode);
    }

    private static async Task AskAsync(TestCluster cluster, string messages, string? salt = null)
    {
        using HttpResponseMessage response = await cluster.PostAsync("/v1/chat/completions", Body(messages, salt, 4, "false"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestCluster.Cancellation));
        Assert.True(response.Headers.Contains("x-gateway-prefill-worker"));
    }

    private static string Body(string messages, string? salt, int maxTokens, string stream) =>
        $$"""{"model":"fable","messages":{{messages}},"max_tokens":{{maxTokens}},"ignore_eos":true,"stream":{{stream}}{{(salt is null ? "" : $",\"cache_salt\":\"{salt}\"")}}}""";

    /// <summary>Another beginning for each story, as the tests share a cluster; equal stories differ in their last third.</summary>
    private static string Messages(int story, string ending) =>
        $$"""[{"role":"user","content":"Story number {{story}}. {{Many("Once upon a time there was a fox.", 16)}} {{Many($"The {ending} owl sang.", 16)}}"}]""";

    private static string Many(string sentence, int count) => string.Join(' ', Enumerable.Repeat(sentence, count));
}
