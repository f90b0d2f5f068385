using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prewarming;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Tests.Prewarming;

public sealed class PrewarmingTests
{
    [Fact]
    public void Most_frequent_system_prompts_come_first_and_others_are_not_kept()
    {
        var prompts = new HotPrompts();
        See(prompts, 1, """[ {"content":"rare","role":"system"}]""", 2);
        See(prompts, 2, """[{"role":"system","content":"often"},{"role":"user","content":"x"}]""", 5);
        See(prompts, 3, """[{"role":"user","content":"no system prompt"}]""", 9);
        See(prompts, 4, """[{"content":[{"type":"text","text":"most"}],"role":"developer"}]""", 7);
        See(prompts, 5, "\"a text prompt\"", 9);

        Assert.Equal(
            ["""{"content":[{"type":"text","text":"most"}],"role":"developer"}""", """{"role":"system","content":"often"}"""],
            prompts.Top(9).Select(Encoding.UTF8.GetString));
        Assert.Single(prompts.Top(1));
    }

    [Fact]
    public void Prompts_without_end_do_not_fill_the_memory()
    {
        var prompts = new HotPrompts();
        See(prompts, 0, """[{"role":"system","content":"kept"}]""", 100);
        for (ulong key = 1; key < 5 * Limits.HotPromptsMax; key++)
        {
            See(prompts, key, """[{"role":"system","content":"once"}]""", 3);
        }

        Assert.InRange(prompts.Top(int.MaxValue).Count, 1, Limits.HotPromptsMax);
        Assert.Contains("kept", Encoding.UTF8.GetString(prompts.Top(1)[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fresh_worker_computes_the_hot_prompts_before_it_gets_requests()
    {
        await using StandInWorker old = await StandInWorker.StartAsync();
        await using StandInWorker fresh = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Never", ("Gateway:Prewarming:Prompts", "4"));
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, old.Url));
        string system = $$"""{"role":"system","content":"{{new string('s', 300)}}"}""";
        string body = $$"""{"model":"m","messages":[{{system}},{"role":"user","content":"hi"}]}""";
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync(body);
        }

        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fresh.Answer = async context =>
        {
            await release.Task;
            await StandInWorker.WriteUnaryAsync(context);
        };
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, old.Url), WorkerBoard.Worker("d2", WorkerRole.Decode, fresh.Url));
        await TestGateway.UntilAsync(() => !fresh.Received.IsEmpty, "the fresh worker to be asked");
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync();
            Assert.Equal("d1", Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker)));
        }

        release.SetResult();
        await TestGateway.UntilAsync(() => gateway.Log.Lines.Any(line => line.Contains(" 1050 Worker d2 computed 1 of 1", StringComparison.Ordinal)), "the end of prewarming");
        Received warming = Assert.Single(fresh.Received);
        Assert.StartsWith($$"""{"model":"m","max_tokens":1,"messages":[{{system}},""", Encoding.UTF8.GetString(warming.Body), StringComparison.Ordinal);
        string[] served = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using HttpResponseMessage response = await gateway.PostAsync();
            return response.Headers.GetValues(HeaderNames.DecodeWorker).Single();
        }));
        Assert.Contains("d2", served);
    }

    private static void See(HotPrompts prompts, ulong key, string messages, int times)
    {
        for (int i = 0; i < times; i++)
        {
            prompts.See(new BlockKey(0, key), Encoding.UTF8.GetBytes(messages));
        }
    }
}
