using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>
/// The ledger in the directory's Redis: one number for each tenant and window. The connection is its own and is opened at first use, so
/// that a gateway without budgets has none and budgets never wait behind the directory.
/// </summary>
internal sealed class RedisLedger(IOptions<DirectoryOptions> directory, IOptions<BudgetsOptions> options) : IBudgetLedger, IAsyncDisposable
{
    // KEYS used; ARGV budget, need, ahead, unreported, lifetime in milliseconds. Answers what is granted and what is left.
    // Not every server runs a script as one step (Garnet does not unless told to), so it takes first, by one command that is atomic
    // everywhere, and gives back what was not there: two gateways at once may get too little for a moment, and never too much.
    private const string Script =
        """
        local budget, need, ahead, unreported = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local before = tonumber(redis.call('GET', KEYS[1]) or '0')
        local want = need + math.max(0, math.min(ahead, math.floor((budget - before) / 8)))
        local after = tonumber(redis.call('INCRBY', KEYS[1], string.format('%.0f', want + unreported)))
        local grant = math.max(0, math.min(want, budget - (after - want)))
        if grant < want then
          after = tonumber(redis.call('DECRBY', KEYS[1], string.format('%.0f', want - grant)))
        end
        if after < 0 then redis.call('SET', KEYS[1], '0') end
        redis.call('PEXPIRE', KEYS[1], ARGV[5])
        return {string.format('%.0f', grant), string.format('%.0f', math.max(0, budget - after))}
        """;

    private readonly Lock _lock = new();

    // A count is looked at only in its own window; the second one is for gateways whose clocks are behind.
    private readonly long _lifetime = (long)(2 * options.Value.Window.TotalMilliseconds);

    private Task<ConnectionMultiplexer>? _connection;

    public async Task<Lease> LeaseAsync(LeaseRequest request, CancellationToken cancellation)
    {
        try
        {
            ConnectionMultiplexer redis = await Connect().WaitAsync(cancellation);
            RedisResult result = await redis.GetDatabase().ScriptEvaluateAsync(
                Script,
                [$"{directory.Value.KeyPrefix}:budget:{request.Tenant}:{request.Window}"],
                [request.Budget, request.Need, request.Ahead, request.Unreported, _lifetime]).WaitAsync(cancellation);
            return new Lease((long)result[0], (long)result[1]);
        }
        catch (Exception fault)
        {
            // Whatever is wrong with Redis, requests go on with this gateway's own share.
            throw new BudgetLedgerException(fault.Message, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { IsCompletedSuccessfully: true } open)
        {
            await (await open).DisposeAsync();
        }
    }

    /// <summary>The one connection; once open it survives outages by itself.</summary>
    private Task<ConnectionMultiplexer> Connect()
    {
        lock (_lock)
        {
            return _connection is null or { IsFaulted: true }
                ? _connection = ConnectionMultiplexer.ConnectAsync(Configuration(directory.Value, options.Value))
                : _connection;
        }
    }

    private static ConfigurationOptions Configuration(DirectoryOptions directory, BudgetsOptions options)
    {
        var configuration = ConfigurationOptions.Parse(directory.ConnectionString);
        configuration.AbortOnConnectFail = false;
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.AsyncTimeout = (int)options.RedisTimeout.TotalMilliseconds;
        configuration.ConnectTimeout = (int)(directory.CommandTimeoutSeconds * 1000);
        configuration.ClientName = "inference-budgets";
        return configuration;
    }
}
