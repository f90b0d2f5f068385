using InferenceGateway.KvFabric.Directory;
using InferenceGateway.TestSupport;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Tests.Directory;

/// <summary>What the directory promises, whichever RESP server holds it.</summary>
public abstract class DirectoryContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Starts the server, on a free port or on a given one.</summary>
    protected abstract Task<IAsyncDisposable> StartServerAsync(int port);

    [Fact]
    public async Task Register_on_one_node_is_seen_on_another()
    {
        await using var server = await ServerAsync();
        await using var worker = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var gateway = await DirectoryNode.StartAsync(server.ConnectionString);

        var record = DirectoryNode.Worker("decode-0");
        await using var registration = await worker.Directory.RegisterAsync(record, None);

        var snapshot = await gateway.SeesAsync("decode-0", s => s.Find("decode-0") is not null);
        Assert.Equal(record, snapshot.Find("decode-0"));
        Assert.False(gateway.View.IsStale);
    }

    [Fact]
    public async Task Update_is_seen_without_a_full_read()
    {
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString);
        var record = DirectoryNode.Worker("decode-0");
        await using var registration = await node.Directory.RegisterAsync(record, None);
        await node.SeesAsync("decode-0", s => s.Find("decode-0") is not null);

        await registration.UpdateAsync(record with { Draining = true }, None);

        await node.SeesAsync("decode-0 draining", s => s.Find("decode-0")!.Draining);
    }

    [Fact]
    public async Task Dispose_removes_the_record_at_once()
    {
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString);
        var registration = await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        await node.SeesAsync("decode-0", s => s.Workers.Count == 1);

        await registration.DisposeAsync();

        await node.SeesAsync("no workers", s => s.Workers.Count == 0);
        Assert.Empty(await server.KeysAsync("*worker:*"));
        Assert.Empty(await server.KeysAsync("*:workers"));
    }

    [Fact]
    public async Task Worker_that_stops_renewing_vanishes_with_its_lease()
    {
        await using var server = await ServerAsync();
        await using var gateway = await DirectoryNode.StartAsync(server.ConnectionString, null, ("SnapshotSeconds", "0.1"));
        // A clock that stands still never renews: the worker is dead to the directory.
        await using var dead = await DirectoryNode.StartAsync(
            server.ConnectionString, new FakeTimeProvider(), ("LeaseSeconds", "1"), ("RenewSeconds", "0.5"));

        await using var registration = await dead.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);

        await gateway.SeesAsync("decode-0", s => s.Workers.Count == 1);
        await gateway.SeesAsync("decode-0 gone", s => s.Workers.Count == 0);
    }

    [Fact]
    public async Task Worker_that_renews_outlives_its_lease()
    {
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(
            server.ConnectionString, null, ("LeaseSeconds", "0.5"), ("RenewSeconds", "0.1"), ("SnapshotSeconds", "0.1"));
        await using var registration = await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        await node.SeesAsync("decode-0", s => s.Workers.Count == 1);

        var lost = node.View.WaitForAsync(s => s.Workers.Count == 0, None);
        await Task.WhenAny(lost, Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.False(lost.IsCompleted, "the worker vanished although it renewed");
    }

    [Fact]
    public async Task Changes_whose_announcement_was_lost_are_found_by_the_full_read()
    {
        await using var server = await ServerAsync();
        await using var gateway = await DirectoryNode.StartAsync(server.ConnectionString, null, ("SnapshotSeconds", "0.1"));
        await using var worker = await DirectoryNode.StartAsync(server.ConnectionString, null, ("RenewSeconds", "200"));
        await using var registration = await worker.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        await gateway.SeesAsync("decode-0", s => s.Workers.Count == 1);
        var key = Assert.Single(await server.KeysAsync("*worker:decode-0"));
        var fields = await server.Database.HashGetAllAsync(key);

        await server.Database.KeyDeleteAsync(key);
        await gateway.SeesAsync("decode-0 gone", s => s.Workers.Count == 0);
        await server.Database.HashSetAsync(key, fields);

        await gateway.SeesAsync("decode-0 back", s => s.Workers.Count == 1);
    }

    [Fact]
    public async Task Register_of_an_older_epoch_is_refused()
    {
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var newer = await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0", epoch: 10), None);

        var refused = await Assert.ThrowsAsync<WorkerSupersededException>(
            async () => await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0", epoch: 9), None));

        Assert.Contains("decode-0", refused.Message, StringComparison.Ordinal);
        await node.SeesAsync("epoch 10", s => s.Find("decode-0")?.Epoch == 10);
    }

    [Fact]
    public async Task Register_of_a_newer_epoch_supersedes_the_older_life()
    {
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString);
        // Beyond 2^53, where a number of Lua could no longer tell the two apart.
        const long epoch = (1L << 60) + 1;
        var older = await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0", epoch), None);

        await using var newer = await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0", epoch + 1), None);

        await Eventually.TrueAsync("the older life told that it was superseded", () => older.Superseded.IsCancellationRequested);
        await older.DisposeAsync();
        await node.SeesAsync("the newer epoch", s => s.Find("decode-0")?.Epoch == epoch + 1);
        Assert.Single(await server.KeysAsync("*worker:decode-0"));
    }

    [Fact]
    public async Task Garbage_in_the_directory_is_ignored_and_logged_once()
    {
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString, null, ("SnapshotSeconds", "0.1"));
        await using var good = await node.Directory.RegisterAsync(DirectoryNode.Worker("good"), None);
        var garbage = new (string Id, RedisValue Record)[]
        {
            ("not-json", "}{"), ("null", "null"), ("empty", ""), ("other-id", """{"id":"x"}"""), ("huge", new string('x', 20_000)), ("bytes", new byte[] { 0xff, 0x00 }),
        };

        foreach (var (id, record) in garbage)
        {
            await server.Database.HashSetAsync($"inference:{{tiny}}:worker:{id}", [new("epoch", new string('0', 20)), new("record", record)]);
            await server.Database.SortedSetAddAsync("inference:{tiny}:workers", id, double.MaxValue);
        }

        await Eventually.TrueAsync("a log line per garbage record", () => node.Log.Of(2013).Count == garbage.Length);
        await server.Database.SortedSetAddAsync("inference:{tiny}:workers", "more-garbage", double.MaxValue);
        await using var last = await node.Directory.RegisterAsync(DirectoryNode.Worker("last"), None);
        var snapshot = await node.SeesAsync("good and last", s => s.Find("last") is not null);
        Assert.Equal(["good", "last"], snapshot.Workers.Select(worker => worker.Id));
        Assert.Equal(garbage.Length, node.Log.Of(2013).Count);
    }

    [Fact]
    public async Task Outage_of_redis_leaves_the_view_as_it_was_and_heals()
    {
        await using var server = await ServerAsync();
        await using var worker = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var gateway = await DirectoryNode.StartAsync(server.ConnectionString, null, ("SnapshotSeconds", "0.1"));
        await using var first = await worker.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        await using var second = await worker.Directory.RegisterAsync(DirectoryNode.Worker("decode-1"), None);
        await gateway.SeesAsync("both workers", s => s.Workers.Count == 2);
        var lost = gateway.View.WaitForAsync(s => s.Workers.Count < 2, None);

        await server.StopAsync();
        await Eventually.TrueAsync("a view that says it is stale", () => gateway.View.IsStale);
        await Eventually.TrueAsync("a view older than a full read", () => gateway.View.Age > TimeSpan.FromSeconds(0.2));
        await first.UpdateAsync(DirectoryNode.Worker("decode-0") with { Draining = true }, None);
        await server.StartAgainAsync();

        await gateway.SeesAsync("what changed during the outage", s => s.Find("decode-0")!.Draining);
        await Eventually.TrueAsync("a view that is fresh again", () => !gateway.View.IsStale);
        await Eventually.TrueAsync(
            "both records in the restarted server", async () => (await server.KeysAsync("*worker:*")).Count == 2);
        Assert.False(lost.IsCompleted, "a live worker vanished from the view");
        Assert.Single(gateway.Log.Of(2010));
        Assert.Single(gateway.Log.Of(2011));
    }

    [Fact]
    public async Task Wiped_redis_leaves_the_view_as_it_was_and_is_filled_again()
    {
        await using var server = await ServerAsync();
        await using var worker = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var gateway = await DirectoryNode.StartAsync(server.ConnectionString, null, ("SnapshotSeconds", "0.1"));
        await using var registration = await worker.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        await gateway.SeesAsync("decode-0", s => s.Workers.Count == 1);
        var lost = gateway.View.WaitForAsync(s => s.Workers.Count == 0, None);

        await server.Database.ExecuteAsync("FLUSHALL");

        await Eventually.TrueAsync("the record in the wiped server", async () => (await server.KeysAsync("*worker:*")).Count == 1);
        Assert.False(lost.IsCompleted, "a live worker vanished from the view");
    }

    [Fact]
    public async Task View_forgets_after_the_time_its_options_name()
    {
        await using var server = await ServerAsync();
        await using var gateway = await DirectoryNode.StartAsync(
            server.ConnectionString, null, ("SnapshotSeconds", "0.1"), ("ForgetAfterSeconds", "0.3"));
        await using var worker = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var registration = await worker.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        await gateway.SeesAsync("decode-0", s => s.Workers.Count == 1);

        await server.StopAsync();

        await gateway.SeesAsync("no workers", s => s.Workers.Count == 0);
        Assert.Single(gateway.Log.Of(2012));
    }

    [Fact]
    public async Task Register_while_redis_is_away_is_published_when_it_comes()
    {
        await using var server = await ServerAsync();
        await server.StopAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString, null, ("SnapshotSeconds", "0.1"));
        await using var registration = await node.Directory.RegisterAsync(DirectoryNode.Worker("decode-0"), None);
        Assert.Empty(node.View.Current.Workers);
        Assert.True(node.View.IsStale);

        await server.StartAgainAsync();

        await node.SeesAsync("decode-0", s => s.Find("decode-0") is not null);
        Assert.Single(node.Log.Of(2001));
    }

    [Fact]
    public async Task Keys_of_one_model_share_a_hash_slot_whatever_its_name()
    {
        const string model = "org/a{b}c:d %é";
        await using var server = await ServerAsync();
        await using var node = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var first = await node.Directory.RegisterAsync(DirectoryNode.Worker("w{0}", model: model), None);
        await using var second = await node.Directory.RegisterAsync(DirectoryNode.Worker("w/1", model: model), None);

        await node.SeesAsync("both workers", s => s.Find("w{0}")?.Model == model && s.Find("w/1")?.Model == model);
        var keys = (await server.KeysAsync("inference:*")).ToList();
        Assert.Equal(3, keys.Count);
        Assert.Single(keys.Select(key => server.Redis.HashSlot(key)).Distinct());
    }

    [Fact]
    public async Task Hundreds_of_workers_arrive_complete_and_in_order()
    {
        const int count = 400;
        await using var server = await ServerAsync();
        await using var gateway = await DirectoryNode.StartAsync(server.ConnectionString);
        await using var worker = await DirectoryNode.StartAsync(server.ConnectionString, null, ("RenewSeconds", "200"));

        var registrations = await Task.WhenAll(Enumerable.Range(0, count).Select(
            n => worker.Directory.RegisterAsync(DirectoryNode.Worker($"w{n:D4}", model: $"m{n % 7}"), None).AsTask()));

        var snapshot = await gateway.SeesAsync($"{count} workers", s => s.Workers.Count == count);
        Assert.Equal(snapshot.Workers.Select(w => w.Id).Order(StringComparer.Ordinal), snapshot.Workers.Select(w => w.Id));
        await Task.WhenAll(registrations.Select(registration => registration.DisposeAsync().AsTask()));
        await gateway.SeesAsync("nobody", s => s.Workers.Count == 0);
    }

    private async Task<TestServer> ServerAsync() => await TestServer.StartAsync(StartServerAsync);
}
