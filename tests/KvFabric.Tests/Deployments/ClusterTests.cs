using InferenceGateway.KvFabric.Tests.Directory;
using InferenceGateway.KvFabric.Tests.Fleet;
using InferenceGateway.TestSupport;

namespace InferenceGateway.KvFabric.Tests.Deployments;

public sealed class ClusterTests
{
    [Fact]
    public async Task Everything_arrives_over_a_cluster_of_three_nodes()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        await using var cluster = await RedisCluster.StartAsync();
        await using var worker = await FleetWorker.StartAsync(cluster.ConnectionString, "decode-0");
        await using var one = await FleetGateway.StartAsync(cluster.ConnectionString);
        await using var two = await FleetGateway.StartAsync(cluster.ConnectionString);

        await FleetCheck.AllArrivesAsync(worker, one, two, round: 1);
    }

    [Fact]
    public async Task Records_of_many_models_spread_over_the_nodes_and_are_all_found()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        const int count = 24;
        await using var cluster = await RedisCluster.StartAsync();
        await using var node = await DirectoryNode.StartAsync(cluster.ConnectionString);

        for (int number = 0; number < count; number++)
        {
            await node.Directory.RegisterAsync(DirectoryNode.Worker($"w{number}", model: $"model-{number}"), TestContext.Current.CancellationToken);
        }

        await node.SeesAsync($"{count} workers", snapshot => snapshot.Workers.Count == count);
        Assert.All(await cluster.SizesAsync(), size => Assert.InRange(size, 1, 2 * count));
    }
}
