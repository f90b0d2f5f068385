using InferenceGateway.Contracts.Errors;
using InferenceGateway.EmbeddedRedis;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.TestSupport;

namespace InferenceGateway.Gateway.Tests.FlowControl;

/// <summary>Token budgets over the embedded Garnet.</summary>
public sealed class GarnetBudgetTests : BudgetContract
{
    protected override Task<IAsyncDisposable> StartServerAsync(int port) => Task.FromResult<IAsyncDisposable>(RespServer.Start(port));
}

/// <summary>Token budgets over a real redis-server, where one is installed.</summary>
public sealed class RedisBudgetTests : BudgetContract
{
    protected override async Task<IAsyncDisposable> StartServerAsync(int port)
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        return await RedisServerProcess.StartAsync(port);
    }
}

public abstract class BudgetContract : IAsyncLifetime
{
    private const string Granted = "inference_gateway_budget_leases_total{result=\"granted\"}";

    private readonly int _port = FreePort.Next();
    private IAsyncDisposable? _server;

    protected abstract Task<IAsyncDisposable> StartServerAsync(int port);

    public async ValueTask InitializeAsync() => _server = await StartServerAsync(_port);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopServerAsync();
    }

    [Fact]
    public async Task Gateways_together_grant_no_more_than_the_budget_and_nearly_all_of_it()
    {
        var tenant = new Tenant("t") { TokenBudget = 100_000 };
        await using FlowNode one = await StartAsync();
        await using FlowNode two = await StartAsync();

        // At once, and in step: how fast each node's thread runs is not what is tested.
        long[] granted = [0, 0];
        for (long taken = -1; taken != granted.Sum();)
        {
            taken = granted.Sum();
            long[] each = await Task.WhenAll(TakeAsync(one, tenant, 70), TakeAsync(two, tenant, 110));
            granted = [granted[0] + each[0], granted[1] + each[1]];
        }

        Assert.InRange(granted.Sum(), 97_000, 100_000);
        Assert.All(granted, each => Assert.InRange(each, 10_000, 90_000));
    }

    [Fact]
    public async Task Budget_is_refused_with_the_windows_end_and_renewed_there()
    {
        var tenant = new Tenant("t") { TokenBudget = 1000 };
        await using FlowNode node = await StartAsync();
        node.Time.Advance(TimeSpan.FromSeconds(15));
        await TakeAllAsync(node, tenant, 100);

        OpenAiError refusal = await RefusedAsync(node, tenant, new BudgetAsk(10, 90, CanBeCut: false));
        node.Time.Advance(TimeSpan.FromSeconds(45));
        using BudgetMeter meter = await ReserveAsync(node, tenant, new BudgetAsk(10, 90, CanBeCut: false));

        Assert.Equal((429, "token_budget_exceeded", 45), (refusal.Status, refusal.Body.Code, refusal.RetryAfter!.Value.TotalSeconds));
        Assert.Equal((1000L, 900L), (node.Budgets.StateOf(tenant).Limit, node.Budgets.StateOf(tenant).Left));
    }

    [Fact]
    public async Task Tokens_that_were_not_needed_come_back_and_a_second_dispose_brings_none()
    {
        var tenant = new Tenant("t") { TokenBudget = 1000 };
        await using FlowNode node = await StartAsync();

        for (int i = 0; i < 3; i++)
        {
            // Each sets 900 aside and takes 30.
            BudgetMeter meter = await ReserveAsync(node, tenant, new BudgetAsk(10, 890, CanBeCut: false));
            meter.Settle(10, 20);
            meter.Dispose();
            meter.Dispose();
        }

        Assert.Equal(910, node.Budgets.StateOf(tenant).Left);
        using BudgetMeter last = await ReserveAsync(node, tenant, new BudgetAsk(10, 900, CanBeCut: false));
        Assert.True(last.IsLimited);
    }

    [Fact]
    public async Task Most_requests_need_no_round_trip()
    {
        var tenant = new Tenant("t") { TokenBudget = 1_000_000 };
        await using FlowNode node = await StartAsync();

        for (int i = 0; i < 1000; i++)
        {
            using BudgetMeter meter = await ReserveAsync(node, tenant, new BudgetAsk(20, 80, CanBeCut: true));
            meter.Settle(20, 80);
        }

        // A lease is 20,000 tokens, or 200 of these requests.
        Assert.InRange(await node.MetricAsync(Granted), 4, 12);
    }

    [Fact]
    public async Task Stream_is_let_in_with_what_is_left_and_told_when_that_is_used_up()
    {
        var tenant = new Tenant("t") { TokenBudget = 1000 };
        await using FlowNode node = await StartAsync();
        using BudgetMeter first = await ReserveAsync(node, tenant, new BudgetAsk(100, 700, CanBeCut: false));

        using BudgetMeter stream = await ReserveAsync(node, tenant, new BudgetAsk(50, 4000, CanBeCut: true));
        int spent = 1;
        while (stream.Spend(1))
        {
            spent++;
        }

        Assert.Equal(150, spent);
        await RefusedAsync(node, tenant, new BudgetAsk(1, 1, CanBeCut: true));
    }

    [Fact]
    public async Task Stream_without_a_bound_grows_into_the_budget()
    {
        var tenant = new Tenant("t") { TokenBudget = 20_000 };
        await using FlowNode node = await StartAsync();
        using BudgetMeter stream = await ReserveAsync(node, tenant, new BudgetAsk(50, 256, CanBeCut: true));

        // Faster than any lease comes back.
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(stream.Spend(1), $"The stream was cut at {i} of 5000.");
        }

        stream.Settle(50, 5000);
        stream.Dispose();
        await Eventually.TrueAsync("a lease that covers it", () => node.Budgets.StateOf(tenant).Left == 20_000 - 5050);
    }

    [Fact]
    public async Task Requests_on_many_threads_are_settled_to_the_last_token()
    {
        var tenant = new Tenant("t") { TokenBudget = 10_000_000 };
        await using FlowNode node = await StartAsync();
        long spent = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), TestContext.Current.CancellationToken, async (i, _) =>
        {
            using BudgetMeter meter = await ReserveAsync(node, tenant, new BudgetAsk(i % 50, i % 700, CanBeCut: i % 2 == 0));
            await Task.Yield();
            meter.Settle(i % 50, i % 333);
            Interlocked.Add(ref spent, (i % 50) + (i % 333));
        });

        await Eventually.TrueAsync("all leases", () => node.Budgets.StateOf(tenant).Left == 10_000_000 - spent);
    }

    [Fact]
    public async Task Gateway_without_Redis_grants_its_share_and_reports_it_later()
    {
        var tenant = new Tenant("t") { TokenBudget = 1000 };
        await using FlowNode node = await StartAsync(("Budgets:LocalShare", "0.4"), ("Budgets:Window", "1.00:00:00"));
        await StopServerAsync();

        long alone = await TakeAllAsync(node, tenant, 50);
        Assert.Equal(400, alone);
        Assert.Equal(400, await node.MetricAsync("inference_gateway_budget_alone_tokens_total"));

        _server = await StartServerAsync(_port);
        long rest = 0;
        await Eventually.TrueAsync("the rest of the budget from Redis", async () =>
        {
            node.Time.Advance(TimeSpan.FromMilliseconds(1100));
            rest += await TakeAllAsync(node, tenant, 50);
            return rest > 0;
        });
        await using FlowNode other = await StartAsync(("Budgets:Window", "1.00:00:00"));
        Assert.InRange(alone + rest + await TakeAllAsync(other, tenant, 10), 900, 1000);
    }

    private static async Task<BudgetMeter> ReserveAsync(FlowNode node, Tenant tenant, BudgetAsk ask) =>
        await Eventually.DoneAsync("an answer about the budget", node.Budgets.ReserveAsync(tenant, ask, TestContext.Current.CancellationToken).AsTask());

    private static async Task<OpenAiError> RefusedAsync(FlowNode node, Tenant tenant, BudgetAsk ask) =>
        (await Assert.ThrowsAsync<OpenAiException>(() => ReserveAsync(node, tenant, ask))).Error;

    /// <summary>Takes as many tokens as there are, so many at once.</summary>
    private static async Task<long> TakeAllAsync(FlowNode node, Tenant tenant, long each)
    {
        long taken = 0;
        for (long last = -1; last != 0; taken += last)
        {
            last = await TakeAsync(node, tenant, each);
        }

        return taken;
    }

    /// <summary>Takes so many tokens at once; 0 when there are not enough.</summary>
    private static async Task<long> TakeAsync(FlowNode node, Tenant tenant, long tokens)
    {
        try
        {
            using BudgetMeter meter = await ReserveAsync(node, tenant, new BudgetAsk(tokens / 2, tokens - (tokens / 2), CanBeCut: false));
            meter.Settle(tokens, 0);
            return tokens;
        }
        catch (OpenAiException)
        {
            return 0;
        }
    }

    private Task<FlowNode> StartAsync(params (string Option, string Value)[] options) => FlowNode.StartAsync(
        1, [("Directory:ConnectionString", $"127.0.0.1:{_port}"), ("Directory:CommandTimeoutSeconds", "5"), ("Budgets:RedisTimeout", "00:00:05"), .. options]);

    private async Task StopServerAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }
}
