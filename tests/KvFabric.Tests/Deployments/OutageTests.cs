using InferenceGateway.KvFabric.Tests.Fleet;
using InferenceGateway.TestSupport;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Tests.Deployments;

/// <summary>Faults that only a real server can have.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Server_that_is_paused_leaves_the_mirror_in_use_and_is_caught_up_with()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        await using var server = await RedisServerProcess.StartAsync();
        // Short, so that the pause is noticed soon; shorter, and a starved machine would time out without any pause.
        (string, string) impatient = ("Directory:CommandTimeoutSeconds", "1");
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0", 1, impatient);
        await using var one = await FleetGateway.StartAsync(server.ConnectionString, null, impatient);
        await using var two = await FleetGateway.StartAsync(server.ConnectionString, null, impatient);
        await FleetCheck.AllArrivesAsync(worker, one, two, round: 1);

        await server.PauseAsync();
        try
        {
            worker.Publisher.Stored(null, PromptKeys.Of(7, 20));
            await Eventually.TrueAsync("a failed sending", () => worker.Log.Of(2130).Count > 0);
            await Eventually.TrueAsync("a failed sharing", () => one.Log.Of(2120).Count > 0);
            Assert.Equal(50, one.DepthOf(worker, PromptKeys.Of(1001, 50)));
        }
        finally
        {
            await server.ResumeAsync();
        }

        await one.SeesAsync(worker, PromptKeys.Of(7, 20), 20);
        await FleetCheck.AllArrivesAsync(worker, one, two, round: 2);
    }

    [Fact]
    public async Task Gateways_whose_subscriptions_are_cut_find_what_they_missed()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        await using var server = await RedisServerProcess.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var one = await FleetGateway.StartAsync(server.ConnectionString);
        await using var two = await FleetGateway.StartAsync(server.ConnectionString);
        await FleetCheck.AllArrivesAsync(worker, one, two, round: 1);

        for (int round = 2; round < 8; round++)
        {
            await admin.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await FleetCheck.AllArrivesAsync(worker, one, two, round);
        }
    }
}
