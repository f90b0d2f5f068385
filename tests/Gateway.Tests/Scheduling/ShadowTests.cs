using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class ShadowTests
{
    private static readonly string _prompt = new('x', 4096);

    [Fact]
    public async Task Shadow_profile_is_measured_beside_the_one_that_serves()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await StartAsync(worker, ("Gateway:Scheduling:Shadow:0", "sglang-cache-aware"));

        await SendAsync(gateway, 12);

        // Round robin over three workers: each sees the prompt anew once, and the shadow only one of them.
        double prompt = await gateway.MetricAsync("inference_gateway_shadow_prompt_tokens_total{profile=\"round-robin\"}");
        double served = await gateway.MetricAsync("inference_gateway_shadow_hit_tokens_total{profile=\"round-robin\"}");
        double shadow = await gateway.MetricAsync("inference_gateway_shadow_hit_tokens_total{profile=\"sglang-cache-aware\"}");
        Assert.Equal(prompt, await gateway.MetricAsync("inference_gateway_shadow_prompt_tokens_total{profile=\"sglang-cache-aware\"}"));
        Assert.InRange(served / prompt, 0.7, 0.76);
        Assert.InRange(shadow / prompt, 0.88, 0.92);
        Assert.Equal(12, await gateway.MetricAsync("inference_gateway_shadow_decisions_total{profile=\"round-robin\",agrees=\"true\"}"));
        Assert.Equal(4, await gateway.MetricAsync("inference_gateway_shadow_decisions_total{profile=\"sglang-cache-aware\",agrees=\"true\"}"));
        Assert.Equal(8, await gateway.MetricAsync("inference_gateway_shadow_decisions_total{profile=\"sglang-cache-aware\",agrees=\"false\"}"));
        Assert.Equal(12, await gateway.MetricAsync("inference_gateway_shadow_time_to_first_token_seconds_count{profile=\"sglang-cache-aware\"}"));
        Assert.InRange(await gateway.MetricAsync("inference_gateway_shadow_load_spread{profile=\"round-robin\"}"), 1, 1.1);
    }

    [Fact]
    public async Task Shadow_share_of_zero_costs_and_shows_nothing()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await StartAsync(
            worker, ("Gateway:Scheduling:Shadow:0", "random"), ("Gateway:Scheduling:ShadowShare", "0"));

        await SendAsync(gateway, 3);

        using HttpResponseMessage metrics = await gateway.ManageAsync("/metrics");
        Assert.DoesNotContain("_shadow_", await metrics.Content.ReadAsStringAsync(TestGateway.Deadline), StringComparison.Ordinal);
    }

    private static async Task<TestGateway> StartAsync(StandInWorker worker, params (string Key, string Value)[] options)
    {
        TestGateway gateway = await TestGateway.StartAsync("Never", [("Gateway:Scheduling:Profile", "round-robin"), .. options]);
        gateway.Board.Set([.. Enumerable.Range(0, 3).Select(i => WorkerBoard.Worker($"d{i}", WorkerRole.Decode, worker.Url))]);
        return gateway;
    }

    private static async Task SendAsync(TestGateway gateway, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage response = await gateway.PostAsync($$"""{"model":"m","messages":[{"role":"user","content":"{{_prompt}}"}]}""");
            Assert.Equal(200, (int)response.StatusCode);
        }
    }
}
