using System.Diagnostics;
using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.States;
using InferenceGateway.KvFabric.Tests.Directory;
using InferenceGateway.TestSupport;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Tests.Fleet;

/// <summary>What block events, states and in-flight counts promise, whichever RESP server carries them.</summary>
public abstract class FleetContract
{
    /// <summary>Starts the server on a given port.</summary>
    protected abstract Task<IAsyncDisposable> StartServerAsync(int port);

    [Fact]
    public async Task Stored_and_removed_blocks_are_seen_by_a_gateway()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, 700);

        worker.Publisher.Stored(null, keys.AsSpan(0, 300));
        worker.Publisher.Stored(keys[299], keys.AsSpan(300));
        await gateway.SeesAsync(worker, keys, 700);
        worker.Publisher.Removed(keys[650]);

        await gateway.SeesAsync(worker, keys, 650);
        Assert.Empty(gateway.Log.Of(2114));
    }

    [Fact]
    public async Task New_gateway_is_warm_within_a_second_of_starting()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        var workers = new List<FleetWorker>();
        try
        {
            for (var number = 0; number < 6; number++)
            {
                workers.Add(await FleetWorker.StartAsync(server.ConnectionString, $"decode-{number}"));
                for (var prompt = 0; prompt < 20; prompt++)
                {
                    workers[^1].Publisher.Stored(null, PromptKeys.Of((100 * number) + prompt, 500));
                }
            }

            // The first start pays for compiling the code and is not measured.
            await using (var first = await FleetGateway.StartAsync(server.ConnectionString))
            {
                await WarmAsync(first, workers);
            }

            var start = Stopwatch.GetTimestamp();
            await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
            await WarmAsync(gateway, workers);
            var warm = Stopwatch.GetElapsedTime(start);

            TestContext.Current.SendDiagnosticMessage($"6 workers with 10,000 blocks each: warm after {warm.TotalMilliseconds:0} ms");
            Assert.True(warm < TimeSpan.FromSeconds(1), $"warm after {warm.TotalMilliseconds:0} ms");
            Assert.All(workers, worker => Assert.Equal(2, worker.IndexReads));
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Lost_events_are_repaired_by_reading_the_worker()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, 40);
        worker.Publisher.Stored(null, keys.AsSpan(0, 10));
        await gateway.SeesAsync(worker, keys, 10);

        await server.StopAsync();
        worker.Publisher.Stored(keys[9], keys.AsSpan(10, 10));
        await Eventually.TrueAsync("a failed sending", () => worker.Log.Of(2130).Count > 0);
        Assert.Equal(10, gateway.DepthOf(worker, keys));
        await server.StartAgainAsync();

        await gateway.SeesAsync(worker, keys, 20);
        worker.Publisher.Stored(keys[19], keys.AsSpan(20));
        await gateway.SeesAsync(worker, keys, 40);
    }

    [Fact]
    public async Task Events_that_do_not_fit_the_queue_are_dropped_and_repaired()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, Contracts.Limits.BlockEventsWaitingMax + 1000);
        await gateway.SeesAsync(worker, keys, 0);

        worker.Publisher.Stored(null, keys);

        await gateway.SeesAsync(worker, keys, keys.Length);
        Assert.Single(worker.Log.Of(2132));
        Assert.Equal(2, worker.IndexReads);
    }

    [Fact]
    public async Task Gap_in_the_numbers_is_noticed_and_repaired()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0", 1, ("Fleet:HeartbeatSeconds", "60"));
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, 4);
        worker.Publisher.Stored(null, keys);
        await gateway.SeesAsync(worker, keys, 4);

        // A block event of that worker from far ahead: version 1, kind 1, id, epoch 1, number 100, one stored run.
        byte[] ahead = [1, 1, 8, 0, .. "decode-0"u8, 1, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, .. new byte[16]];
        await server.Redis.GetSubscriber().PublishAsync(RedisChannel.Literal($"inference:fleet:{FleetGateway.Model}"), ahead);

        await Eventually.TrueAsync("a second reading of the index", () => worker.IndexReads > 1);
        Assert.NotEmpty(gateway.Log.Of(2114));
        Assert.Equal(4, gateway.DepthOf(worker, keys));
    }

    [Fact]
    public async Task Nonsense_on_the_channel_is_refused_and_logged_once()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, 4);
        worker.Publisher.Stored(null, keys);
        await gateway.SeesAsync(worker, keys, 4);

        var channel = RedisChannel.Literal($"inference:fleet:{FleetGateway.Model}");
        foreach (byte[] nonsense in (byte[][])[[], [2, 1], [1, 1, 255, 255], [1, 1, 8, 0, .. "decode-0"u8], [2, .. new byte[300 * 1024]], [9, 9, 9]])
        {
            await server.Redis.GetSubscriber().PublishAsync(channel, nonsense);
        }

        await Eventually.TrueAsync("a refusal in the log", () => gateway.Log.Of(2112).Count > 0);
        worker.Publisher.Removed(keys[3]);
        await gateway.SeesAsync(worker, keys, 3);
        Assert.Single(gateway.Log.Of(2112));
        Assert.Equal(1, worker.IndexReads);
    }

    [Fact]
    public async Task New_life_of_a_worker_voids_what_was_known_of_the_old_one()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, 8);
        await using var old = await FleetWorker.StartAsync(server.ConnectionString, "decode-0", epoch: 1);
        old.Publisher.Stored(null, keys);
        await gateway.SeesAsync(old, keys, 8);

        await using var young = await FleetWorker.StartAsync(server.ConnectionString, "decode-0", epoch: 2);

        await gateway.SeesAsync(young, keys, 0);
        young.Publisher.Stored(null, keys.AsSpan(0, 2));
        await gateway.SeesAsync(young, keys, 2);
        old.Publisher.Stored(null, PromptKeys.Of(2, 8));
        young.Publisher.Stored(keys[1], keys.AsSpan(2, 1));
        await gateway.SeesAsync(young, keys, 3);
        Assert.Equal(0, gateway.DepthOf(young, PromptKeys.Of(2, 8)));
    }

    [Fact]
    public async Task Worker_that_leaves_takes_its_blocks_and_state_along()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var keys = PromptKeys.Of(1, 8);
        var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        worker.Publisher.Stored(null, keys);
        await gateway.SeesAsync(worker, keys, 8);

        await worker.DisposeAsync();

        await Eventually.TrueAsync("no blocks", () => gateway.DepthOf(worker, keys) == 0);
        Assert.False(gateway.IsCurrent(worker));
        Assert.False(gateway.States.TryRead(gateway.Numbers.Of(worker.Id), out _, out _));
    }

    [Fact]
    public async Task Worker_without_an_index_is_not_current_and_not_asked_again_and_again()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        worker.Answer = context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);

        await Eventually.TrueAsync("a word about it in the log", () => gateway.Log.Of(2117).Count == 1);

        Assert.False(gateway.IsCurrent(worker));
        Assert.Equal(1, worker.IndexReads);
    }

    [Fact]
    public async Task Worker_that_answers_nonsense_is_asked_until_it_answers_well()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        var keys = PromptKeys.Of(1, 8);
        worker.Answer = context => context.Response.WriteAsync("no index", TestContext.Current.CancellationToken);
        worker.Publisher.Stored(null, keys);
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        await Eventually.TrueAsync("a failed reading in the log", () => gateway.Log.Of(2116).Count == 1);

        worker.Answer = null;

        await gateway.SeesAsync(worker, keys, 8);
        Assert.Single(gateway.Log.Of(2116));
    }

    [Fact]
    public async Task Expected_prompt_counts_until_its_time_is_over()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        var time = new FakeTimeProvider();
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString, time);
        var keys = PromptKeys.Of(1, 100);
        await gateway.SeesAsync(worker, keys, 0);

        gateway.Prefixes.Expect(FleetGateway.Model, gateway.Numbers.Of(worker.Id), keys.AsSpan(0, 60));

        Assert.Equal(60, gateway.DepthOf(worker, keys));
        Assert.Equal(30, gateway.DepthOf(worker, [.. keys.Take(30), .. PromptKeys.Of(2, 30)]));
        Assert.Equal(0, gateway.DepthOf(worker, PromptKeys.Of(2, 30)));
        time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(0, gateway.DepthOf(worker, keys));
    }

    [Fact]
    public async Task Expected_prompt_that_came_true_is_held_when_its_time_is_over()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:ExpectSeconds", "0.3"));
        var keys = PromptKeys.Of(1, 100);
        await gateway.SeesAsync(worker, keys, 0);

        gateway.Prefixes.Expect(FleetGateway.Model, gateway.Numbers.Of(worker.Id), keys);
        Assert.Equal(100, gateway.DepthOf(worker, keys));
        worker.Publisher.Stored(null, keys.AsSpan(0, 70));

        await Eventually.TrueAsync("70 blocks that are held", () => gateway.DepthOf(worker, keys) == 70);
    }

    [Fact]
    public async Task State_of_a_worker_is_seen_with_its_age()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0");
        await using var gateway = await FleetGateway.StartAsync(server.ConnectionString);
        var state = new WorkerState(3, 2, 0.75, 1000, 2000);

        worker.Load = state;

        int Number() => gateway.Numbers.Of("decode-0");
        await Eventually.TrueAsync("the new state", () => gateway.States.TryRead(Number(), out var seen, out _) && seen == state);
        await worker.Publisher.DisposeAsync();
        await Eventually.TrueAsync("a state of old age", () => gateway.States.TryRead(Number(), out _, out var age) && age > TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task In_flight_counts_of_others_are_seen_and_added_up()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var one = await FleetGateway.StartAsync(server.ConnectionString);
        await using var two = await FleetGateway.StartAsync(server.ConnectionString);
        await using var three = await FleetGateway.StartAsync(server.ConnectionString);

        one.InFlight.Report(one.Numbers.Of("decode-0"), new InFlightLoad(1, 100, 10));
        two.InFlight.Report(two.Numbers.Of("decode-1"), new InFlightLoad(9, 9, 9));
        two.InFlight.Report(two.Numbers.Of("decode-0"), new InFlightLoad(2, 200, 20));

        await SeesAsync(three, "decode-0", new InFlightLoad(3, 300, 30));
        await SeesAsync(three, "decode-1", new InFlightLoad(9, 9, 9));
        await SeesAsync(one, "decode-0", new InFlightLoad(2, 200, 20));
        two.InFlight.Report(two.Numbers.Of("decode-0"), default);
        await SeesAsync(three, "decode-0", new InFlightLoad(1, 100, 10));
    }

    [Fact]
    public async Task Gateway_that_comes_late_sees_what_was_in_flight_before()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var one = await FleetGateway.StartAsync(server.ConnectionString);
        await using var witness = await FleetGateway.StartAsync(server.ConnectionString);
        one.InFlight.Report(one.Numbers.Of("decode-0"), new InFlightLoad(1, 100, 10));
        await SeesAsync(witness, "decode-0", new InFlightLoad(1, 100, 10));

        await using var late = await FleetGateway.StartAsync(server.ConnectionString);

        await SeesAsync(late, "decode-0", new InFlightLoad(1, 100, 10));
    }

    [Fact]
    public async Task Gateway_that_leaves_takes_its_counts_along_at_once()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var one = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "3600"));
        var two = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "3600"));
        two.InFlight.Report(two.Numbers.Of("decode-0"), new InFlightLoad(2, 200, 20));
        await SeesAsync(one, "decode-0", new InFlightLoad(2, 200, 20));

        await two.DisposeAsync();

        await SeesAsync(one, "decode-0", default);
        await Eventually.TrueAsync("the line that says so", () => one.Log.Of(2122).Any());
    }

    [Fact]
    public async Task Gateway_that_dies_takes_its_counts_along_within_its_lease()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var one = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "1"));
        var two = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "1"));
        two.InFlight.Report(two.Numbers.Of("decode-0"), new InFlightLoad(2, 200, 20));
        await SeesAsync(one, "decode-0", new InFlightLoad(2, 200, 20));

        await two.KillAsync();
        var start = Stopwatch.GetTimestamp();

        await SeesAsync(one, "decode-0", default);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5), "the counts stayed longer than the lease");
    }

    [Fact]
    public async Task Gateway_that_lives_keeps_its_counts_far_beyond_its_lease()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var one = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "0.5"));
        await using var two = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "0.5"));
        two.InFlight.Report(two.Numbers.Of("decode-0"), new InFlightLoad(2, 200, 20));
        await SeesAsync(one, "decode-0", new InFlightLoad(2, 200, 20));

        var lost = Eventually.TrueAsync("loss", () => one.InFlight.Others(one.Numbers.Of("decode-0")) == default, TimeSpan.FromSeconds(1.5));

        await Assert.ThrowsAsync<TimeoutException>(() => lost);
    }

    [Fact]
    public async Task Wiped_server_is_filled_again()
    {
        await using var server = await TestServer.StartAsync(StartServerAsync);
        await using var worker = await FleetWorker.StartAsync(server.ConnectionString, "decode-0", 1, ("Directory:RenewSeconds", "0.2"));
        await using var one = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "1"));
        await using var two = await FleetGateway.StartAsync(server.ConnectionString, null, ("Fleet:InFlightLeaseSeconds", "1"));
        var keys = PromptKeys.Of(1, 8);
        worker.Publisher.Stored(null, keys);
        await one.SeesAsync(worker, keys, 8);
        two.InFlight.Report(two.Numbers.Of("decode-0"), new InFlightLoad(2, 200, 20));
        await SeesAsync(one, "decode-0", new InFlightLoad(2, 200, 20));

        await server.Database.ExecuteAsync("FLUSHALL");

        await Eventually.TrueAsync("the gateways' hashes", async () => (await server.KeysAsync("*inflight:*")).Count == 2);
        await SeesAsync(one, "decode-0", new InFlightLoad(2, 200, 20));
        Assert.Equal(8, one.DepthOf(worker, keys));
        await using var late = await FleetGateway.StartAsync(server.ConnectionString);
        await late.SeesAsync(worker, keys, 8);
        await SeesAsync(late, "decode-0", new InFlightLoad(2, 200, 20));
    }

    private static async Task WarmAsync(FleetGateway gateway, List<FleetWorker> workers)
    {
        for (var number = 0; number < workers.Count; number++)
        {
            await gateway.SeesAsync(workers[number], PromptKeys.Of((100 * number) + 7, 500), 500);
        }
    }

    private static Task SeesAsync(FleetGateway gateway, string worker, InFlightLoad load) =>
        Eventually.TrueAsync($"{load} on {worker}", () => gateway.InFlight.Others(gateway.Numbers.Of(worker)) == load);
}
