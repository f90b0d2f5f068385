using InferenceGateway.KvFabric.Tests.Fleet;
using InferenceGateway.TestSupport;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Tests.Deployments;

/// <summary>A Redis user has no more rights than docs/directory.md lists, and needs no more.</summary>
public sealed class AccessTests
{
    /// <summary>As the document has it.</summary>
    private static string[] Rights => [.. Document().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    [Fact]
    public async Task User_with_the_documented_rights_can_do_everything()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        await using var server = await RedisServerProcess.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        await admin.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "inference", "on", ">secret", .. Rights]);
        await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", "off");
        var user = $"{server.ConnectionString},user=inference,password=secret";
        var worker = await FleetWorker.StartAsync(user, "decode-0");
        await using var one = await FleetGateway.StartAsync(user);
        await using var two = await FleetGateway.StartAsync(user);

        await FleetCheck.AllArrivesAsync(worker, one, two, round: 1);
        await worker.DisposeAsync();
        await Eventually.TrueAsync("no workers", () => one.Workers.Current.Workers.Count == 0);

        Assert.Empty(one.Log.Of(2010).Concat(one.Log.Of(2110)).Concat(one.Log.Of(2120)).Concat(worker.Log.Of(2001)).Concat(worker.Log.Of(2005)).Concat(worker.Log.Of(2130)));
    }

    [Fact]
    public async Task User_without_rights_is_told_in_the_log_and_nothing_breaks()
    {
        Assert.SkipWhen(RedisServerProcess.Path is null, RedisServerProcess.AbsentReason);
        await using var server = await RedisServerProcess.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{server.ConnectionString},allowAdmin=true");
        await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "inference", "on", ">secret", "~other:*", "&other:*", "+@all");

        await using var gateway = await FleetGateway.StartAsync($"{server.ConnectionString},user=inference,password=secret");

        await Eventually.TrueAsync("faults of both features in the log", () => gateway.Log.Of(2010).Count > 0 && gateway.Log.Of(2120).Count > 0);
        Assert.Contains("NOPERM", gateway.Log.Of(2010)[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Message.Contains("secret", StringComparison.Ordinal));
    }

    private static string Document()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "directory.md")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("docs/directory.md is not above the tests.");
        }

        string text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "directory.md"));
        string[] parts = text.Split("```acl\n");
        Assert.Equal(2, parts.Length);
        return parts[1][..parts[1].IndexOf("```", StringComparison.Ordinal)];
    }
}
