using CsCheck;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Tests.Support;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Gateway.Tests.Scheduling;

public sealed class WorkerLoadTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Request_counts_at_three_instants()
    {
        WorkerLoad load = new WorkerLoads(_time).For("d1");

        LoadLease lease = load.Take(prefillTokens: 100, decodeTokens: 130);
        Assert.Equal(new InFlight(1, 1, 100, 130), load.Own);

        lease.FirstToken();
        Assert.Equal(new InFlight(1, 0, 0, 130), load.Own);

        lease.Dispose();
        Assert.Equal(default, load.Own);
    }

    [Fact]
    public void Copy_of_a_released_lease_releases_nothing()
    {
        WorkerLoad load = new WorkerLoads(_time).For("d1");
        LoadLease first = load.Take(10, 20);
        LoadLease copy = first;
        first.Dispose();
        // The second request takes the place in the table that the first one had.
        LoadLease second = load.Take(1, 2);

        copy.FirstToken();
        copy.Dispose();
        first.Dispose();
        default(LoadLease).Dispose();

        Assert.Equal(new InFlight(1, 1, 1, 2), load.Own);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Prompt_time_runs_from_when_no_older_prompt_is_left()
    {
        WorkerLoad load = new WorkerLoads(_time).For("d1");
        LoadLease first = load.Take(100, 0);
        _time.Advance(TimeSpan.FromSeconds(2));
        LoadLease second = load.Take(50, 0);
        LoadLease third = load.Take(70, 0);
        Assert.Equal(100, load.HeadTokens);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(3, first.FirstToken());
        Assert.Equal(50, load.HeadTokens);
        Assert.Null(third.FirstToken());
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(4, second.FirstToken());
        Assert.Null(second.FirstToken());
        Assert.Equal(0, load.HeadTokens);
    }

    [Fact]
    public void Split_request_counts_on_its_prefill_worker_until_the_first_token()
    {
        var loads = new WorkerLoads(_time);
        (WorkerLoad decode, WorkerLoad thought, WorkerLoad real) = (loads.For("d"), loads.For("p1"), loads.For("p2"));

        var request = RequestLoad.Split(decode, 300, thought, 200);
        Assert.Equal(new InFlight(1, 0, 0, 300), decode.Own);
        Assert.Equal(new InFlight(1, 1, 200, 0), thought.Own);

        request.PrefilledBy(real);
        Assert.Equal(default, thought.Own);
        Assert.Equal(new InFlight(1, 1, 200, 0), real.Own);

        request.FirstToken();
        Assert.Equal(default, real.Own);
        request.Dispose();
        request.Dispose();
        Assert.Equal(default, decode.Own);
    }

    [Fact]
    public void Any_order_of_events_ends_with_nothing()
    {
        Gen.Int[0, 5].Array[0, 200].Sample(steps =>
        {
            WorkerLoad load = new WorkerLoads(_time).For("d1");
            var leases = new List<LoadLease>();
            foreach (int step in steps)
            {
                if (step < 2 || leases.Count == 0)
                {
                    leases.Add(load.Take(step * 7, 5));
                }
                else if (step < 4)
                {
                    leases[step * 31 % leases.Count].FirstToken();
                }
                else
                {
                    leases[step * 17 % leases.Count].Dispose();
                }
            }

            leases.ForEach(lease => lease.Dispose());
            Assert.Equal(default, load.Own);
            Assert.Equal(0, load.HeadTokens);
        });
    }

    [Fact]
    public async Task Many_threads_leave_nothing_behind()
    {
        var loads = new WorkerLoads(_time);
        WorkerLoad load = loads.For("d1");
        int changes = 0;
        loads.Changed += _ => changes++;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 5000; i++)
            {
                LoadLease lease = load.Take(i % 3, 10);
                lease.FirstToken();
                lease.Dispose();
            }
        })));

        Assert.Equal(default, load.Own);
        // One after the other: a count without a lock would miss some. A request without a prompt has no first-token change.
        Assert.Equal((8 * 5000 * 2) + (8 * 3333), changes);
    }

    [Fact]
    public void Worker_that_left_is_forgotten_once_nothing_is_in_flight()
    {
        var loads = new WorkerLoads(_time);
        var gone = new List<string>();
        loads.Forgotten += load => gone.Add(load.Id);
        WorkerLoad leaving = loads.For("a");
        LoadLease lease = leaving.Take(1, 1);
        loads.For("b");
        var left = new WorkerSnapshot(1, [WorkerBoard.Worker("b", WorkerRole.Decode, "http://127.0.0.1:1")]);

        loads.Prune(left);
        Assert.Empty(gone);
        Assert.Same(leaving, loads.Find("a"));

        lease.Dispose();
        loads.Prune(left);
        Assert.Equal(["a"], gone);
        Assert.Equal(leaving.Ordinal, loads.For("c").Ordinal);
    }
}
