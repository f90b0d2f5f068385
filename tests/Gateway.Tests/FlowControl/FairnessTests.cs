using CsCheck;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Gateway.Tests.FlowControl;

public sealed class FairnessTests
{
    [Fact]
    public async Task Tenants_are_served_by_weight_whatever_the_sizes_of_their_requests()
    {
        Gen<(double Weight, int TokensMax)> tenant = Gen.Select(Gen.Int[1, 6].Select(weight => (double)weight), Gen.Int[20, 800]);
        await Gen.Select(tenant.Array[2, 4], Gen.Int).SampleAsync(
            async (tenants, seed) =>
            {
                ClosedLoop.Client[] clients =
                    [.. tenants.Select((tenant, i) => new ClosedLoop.Client(new Tenant($"t{i}") { Weight = tenant.Weight }, TokensMax: tenant.TokensMax))];
                await RunAsync(clients, steps: 1500, new Random(seed));

                AssertShares(clients, client => client.Tenant.Weight);
            },
            iter: 6,
            threads: 1);
    }

    [Fact]
    public async Task Tenant_with_many_flows_gets_no_more_than_one_with_a_single_flow()
    {
        var one = new Tenant("one");
        var many = new Tenant("many");
        ClosedLoop.Client[] clients =
        [
            new(one),
            .. Enumerable.Range(0, 5).Select(i => new ClosedLoop.Client(many, Flow: $"f{i}", TokensMax: 100 * (i + 1))),
        ];

        await RunAsync(clients, steps: 2000, new Random(1));

        AssertShares(clients, client => client.Tenant == one ? 5 : 1);
    }

    [Fact]
    public async Task Tenant_whose_answers_grow_beyond_their_estimate_is_charged_for_what_they_took()
    {
        ClosedLoop.Client[] clients = [new(new Tenant("exact")), new(new Tenant("grows"), Excess: 4), new(new Tenant("shrinks"), Excess: 0.25)];

        await RunAsync(clients, steps: 2000, new Random(2));

        AssertShares(clients, _ => 1);
    }

    [Fact]
    public async Task Lower_priorities_keep_their_reserved_share_and_the_rest_goes_to_the_highest()
    {
        ClosedLoop.Client[] clients =
        [
            new(new Tenant("a"), RequestPriority.High),
            new(new Tenant("b")),
            new(new Tenant("c"), RequestPriority.Low),
        ];

        await RunAsync(clients, steps: 3000, new Random(3), ("FlowControl:NormalReserve", "0.2"), ("FlowControl:LowReserve", "0.05"));

        AssertShares(clients, client => client.Priority switch { RequestPriority.High => 0.75, RequestPriority.Normal => 0.2, _ => 0.05 });
    }

    [Fact]
    public async Task High_priority_comes_next_however_much_lower_ones_were_served_before()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1, ("FlowControl:QueueTimeout", "01:00:00"));
        AdmissionPermit running = (await node.FillAsync(1))[0];
        Queue<Task<AdmissionPermit>> normal = new(Enumerable.Range(0, 60).Select(_ => node.AdmitAsync()));
        for (int i = 0; i < 50; i++)
        {
            running.Dispose();
            running = await Eventually.DoneAsync("a turn of normal priority", normal.Dequeue());
        }

        List<Task<AdmissionPermit>> high = [.. Enumerable.Range(0, 3).Select(_ => node.AdmitAsync(priority: RequestPriority.High))];
        List<Task<AdmissionPermit>> waiting = [.. high, .. normal];
        List<string> turns = [];
        while (waiting.Count > 0)
        {
            running.Dispose();
            Task<AdmissionPermit> next = await Eventually.DoneAsync("a turn", Task.WhenAny(waiting));
            waiting.Remove(next);
            turns.Add(high.Contains(next) ? "high" : "normal");
            running = await next;
        }

        running.Dispose();
        Assert.Equal(["high", "high", "high"], turns[..3]);
    }

    [Fact]
    public async Task Tenant_that_was_away_saves_no_service_up()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 1);
        Tenant busy = new("busy");
        Tenant back = new("back");
        AdmissionPermit running = (await node.FillAsync(1))[0];
        Queue<Task<AdmissionPermit>> busyOnes = new(Enumerable.Range(0, 40).Select(_ => node.AdmitAsync(busy)));
        for (int i = 0; i < 20; i++)
        {
            running.Dispose();
            running = await Eventually.DoneAsync("a turn of the busy tenant", busyOnes.Dequeue());
        }

        Queue<Task<AdmissionPermit>> backOnes = new(Enumerable.Range(0, 10).Select(_ => node.AdmitAsync(back)));
        List<string> order = [];
        for (int i = 0; i < 10; i++)
        {
            running.Dispose();
            Task<AdmissionPermit> next = await Eventually.DoneAsync("a turn", Task.WhenAny(busyOnes.Peek(), backOnes.Peek()));
            order.Add(next == busyOnes.Peek() ? "busy" : "back");
            _ = (order[^1] == "busy" ? busyOnes : backOnes).Dequeue();
            running = await next;
        }

        Assert.Equal(5, order.Count(turn => turn == "back"));
        running.Dispose();
        List<Task<AdmissionPermit>> rest = [.. busyOnes, .. backOnes];
        while (rest.Count > 0)
        {
            Task<AdmissionPermit> next = await Eventually.DoneAsync("a turn of the rest", Task.WhenAny(rest));
            rest.Remove(next);
            (await next).Dispose();
        }
    }

    private static async Task RunAsync(ClosedLoop.Client[] clients, int steps, Random random, params (string Option, string Value)[] options)
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: 4, [("FlowControl:QueueTimeout", "01:00:00"), .. options]);
        await new ClosedLoop(node, random).RunAsync(clients, steps);
    }

    /// <summary>Every client has its share of all tokens, within a tenth of it.</summary>
    private static void AssertShares(ClosedLoop.Client[] clients, Func<ClosedLoop.Client, double> weight)
    {
        double all = clients.Sum(client => client.Served);
        double weights = clients.Sum(weight);
        foreach (ClosedLoop.Client client in clients)
        {
            double due = weight(client) / weights;
            double had = client.Served / all;
            Assert.True(Math.Abs(had - due) <= due / 10, $"{client.Tenant.Id} {client.Flow} {client.Priority} had {had:P1} of the service and {due:P1} was its share");
        }
    }
}
