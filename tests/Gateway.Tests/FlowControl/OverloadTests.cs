using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.FlowControl;

/// <summary>Two minutes at three times what a pool can do, on a clock that the test moves.</summary>
public sealed class OverloadTests
{
    // Four places, 100 ms for a request of 100 tokens: 40 requests a second.
    private const int Slots = 4;
    private const int TickMilliseconds = 25;
    private const int ServiceTicks = 4;
    private const int Seconds = 120;

    [Fact]
    public async Task High_priority_keeps_its_wait_while_low_is_shed_at_three_times_capacity()
    {
        await using FlowNode node = await FlowNode.StartAsync(slots: Slots, ("FlowControl:QueueTimeout", "00:00:05"), ("FlowControl:QueueMax", "100"));
        var load = new OpenLoop(node, Slots, ServiceTicks, TickMilliseconds);
        // 20 of high priority a second, 20 of normal and 80 of low: 120 where 40 can be served.
        OpenLoop.Source high = new(new Tenant("people"), RequestPriority.High, EveryTicks: 2, Count: 1);
        OpenLoop.Source normal = new(new Tenant("jobs"), RequestPriority.Normal, EveryTicks: 2, Count: 1);
        OpenLoop.Source[] low = [.. Enumerable.Range(0, 2).Select(i => new OpenLoop.Source(new Tenant($"batch{i}"), RequestPriority.Low, EveryTicks: 1, Count: 1))];

        await load.RunAsync([high, normal, .. low], ticks: Seconds * 1000 / TickMilliseconds);

        Assert.Equal(0, high.Shed);
        Assert.InRange(high.WaitPercentile(0.99), 0, 2 * ServiceTicks * TickMilliseconds);
        Assert.InRange(normal.Served, 0.8 * normal.Sent, normal.Sent);
        Assert.All(low, source => Assert.InRange(source.Shed, 0.8 * source.Sent, source.Sent));
        Assert.All(low, source => Assert.InRange(source.Served, 1, source.Sent));
        Assert.InRange(low[0].Served / (double)low[1].Served, 0.9, 1.1);
        // What capacity there was has been used.
        Assert.InRange(high.Served + normal.Served + low.Sum(source => source.Served), 0.97 * 40 * Seconds, 40 * Seconds);
        Assert.Subset(new HashSet<string> { "deadline_unreachable", "queue_full", "queue_timeout" }, load.Reasons);
    }
}

/// <summary>Requests that come by the clock, whatever becomes of those before them.</summary>
internal sealed class OpenLoop(FlowNode node, int slots, int serviceTicks, int tickMilliseconds)
{
    private readonly List<(Task<AdmissionPermit> Admitted, Source Source, int Since)> _waiting = [];
    private readonly Queue<(AdmissionPermit Permit, int Until)> _running = new();

    internal sealed record Source(Tenant Tenant, RequestPriority Priority, int EveryTicks, int Count)
    {
        public int Sent { get; set; }

        public int Served { get; set; }

        public int Shed { get; set; }

        public List<int> WaitsMilliseconds { get; } = [];

        public int WaitPercentile(double share) => WaitsMilliseconds.Order().ElementAt((int)(share * (WaitsMilliseconds.Count - 1)));
    }

    /// <summary>Codes of the refusals.</summary>
    public HashSet<string> Reasons { get; } = [];

    public async Task RunAsync(Source[] sources, int ticks)
    {
        for (int tick = 0; tick < ticks; tick++)
        {
            node.Time.Advance(TimeSpan.FromMilliseconds(tickMilliseconds));
            Release(tick);
            foreach (Source source in sources.Where(source => tick % source.EveryTicks == 0))
            {
                Send(source, tick);
            }

            await SettleAsync(tick);
        }

        await DrainAsync(ticks);
    }

    private void Release(int tick)
    {
        while (_running.TryPeek(out var next) && next.Until <= tick)
        {
            _running.Dequeue().Permit.Dispose();
        }
    }

    private void Send(Source source, int tick)
    {
        for (int i = 0; i < source.Count; i++)
        {
            source.Sent++;
            _waiting.Add((AdmitAsync(source), source, tick));
        }
    }

    private async Task<AdmissionPermit> AdmitAsync(Source source) => await node.AdmitAsync(source.Tenant, 100, source.Priority);

    /// <summary>Waits until every decision that was taken has reached its request.</summary>
    private async Task SettleAsync(int tick, bool counts = true)
    {
        await TestGateway.UntilAsync(() => _waiting.Count(request => !request.Admitted.IsCompleted) <= node.Pressure.Waiting, "all decisions");
        foreach ((Task<AdmissionPermit> admitted, Source source, int since) in _waiting.Where(request => request.Admitted.IsCompleted))
        {
            if (admitted.IsCompletedSuccessfully)
            {
                source.Served += counts ? 1 : 0;
                source.WaitsMilliseconds.Add((tick - since) * tickMilliseconds);
                _running.Enqueue((await admitted, tick + serviceTicks));
            }
            else
            {
                source.Shed++;
                Reasons.Add((await Assert.ThrowsAsync<OpenAiException>(() => admitted)).Error.Body.Code!);
            }
        }

        _waiting.RemoveAll(request => request.Admitted.IsCompleted);
        Assert.True(_running.Count <= slots, $"{_running.Count} requests run in {slots} places.");
    }

    private async Task DrainAsync(int tick)
    {
        // What is served after the load has ended does not count.
        while (_running.Count > 0 || _waiting.Count > 0)
        {
            Release(int.MaxValue);
            await SettleAsync(++tick, counts: false);
        }
    }
}
