using InferenceGateway.KvFabric.Tests.Fleet;
using InferenceGateway.TestSupport;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Tests.Deployments;

public sealed class SentinelTests
{
    [Fact]
    public async Task Fail_over_to_the_replica_is_followed_and_repaired()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        await using var master = await RedisServerProcess.StartAsync();
        await using var replica = await RedisServerProcess.StartAsync(null, "--replicaof", "127.0.0.1", $"{master.Port}", "--repl-diskless-sync-delay", "0");
        await using var sentinel = await RedisServerProcess.StartSentinelAsync(
            $"sentinel monitor inference 127.0.0.1 {master.Port} 1",
            "sentinel down-after-milliseconds inference 300",
            "sentinel failover-timeout inference 3000");
        var service = $"{sentinel.ConnectionString},serviceName=inference";
        await using var worker = await FleetWorker.StartAsync(service, "decode-0", 1, ("Directory:RenewSeconds", "0.5"));
        await using var one = await FleetGateway.StartAsync(service);
        await using var two = await FleetGateway.StartAsync(service);
        await FleetCheck.AllArrivesAsync(worker, one, two, round: 1);
        await Eventually.TrueAsync("a sentinel that knows the replica", () => KnowsAsync(sentinel, "num-slaves", "1"));
        var known = PromptKeys.Of(1001, 50);

        await master.DisposeAsync();
        Assert.Equal(50, one.DepthOf(worker, known));
        await Eventually.TrueAsync("the replica as master", () => KnowsAsync(sentinel, "port", $"{replica.Port}"), TimeSpan.FromSeconds(30));

        await FleetCheck.AllArrivesAsync(worker, one, two, round: 2);
        Assert.Equal(50, one.DepthOf(worker, known));
        await using var late = await FleetGateway.StartAsync(service);
        await late.SeesAsync(worker, known, 50);
    }

    private static async ValueTask<bool> KnowsAsync(RedisServerProcess sentinel, string field, string value)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions { EndPoints = { sentinel.ConnectionString }, CommandMap = CommandMap.Sentinel, TieBreaker = "" });
        var master = await redis.GetServer(sentinel.ConnectionString).SentinelMasterAsync("inference");
        return master.Any(pair => pair.Key == field && pair.Value == value);
    }
}
