using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Health;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Gateway.Tests.Health;

public sealed class WorkerHealthTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Row_of_failures_opens_the_breaker_and_one_success_between_them_does_not()
    {
        WorkerHealth health = Create();

        health.Judge(Verdict.Bad);
        health.Judge(Verdict.Bad);
        health.Judge(Verdict.Good);
        health.Judge(Verdict.Bad);
        health.Judge(Verdict.Bad);
        bool before = health.Allows();
        bool changed = health.Judge(Verdict.Bad);

        Assert.True(before);
        Assert.True(changed);
        Assert.False(health.Allows());
    }

    [Fact]
    public void Worker_that_is_not_there_is_left_out_at_once()
    {
        WorkerHealth health = Create();

        Assert.True(health.Judge(Verdict.Unreachable));
        Assert.False(health.Allows());
    }

    [Fact]
    public void After_its_time_one_probe_is_let_through_and_decides()
    {
        WorkerHealth health = Create();
        health.Judge(Verdict.Unreachable);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(health.Allows());
        health.Sent();
        Assert.False(health.Allows());

        Assert.True(health.Judge(Verdict.Good));
        Assert.True(health.Allows());
        Assert.False(health.IsOpen);
    }

    [Fact]
    public void Probe_that_fails_doubles_the_time_up_to_its_bound()
    {
        WorkerHealth health = Create();
        health.Judge(Verdict.Unreachable);
        double[] waits = [.. Enumerable.Range(0, 6).Select(_ => WaitFor(health))];

        Assert.Equal([1, 2, 4, 8, 10, 10], waits);

        double WaitFor(WorkerHealth open)
        {
            int seconds = 0;
            for (; !open.Allows(); seconds++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            open.Sent();
            Assert.False(open.Judge(Verdict.Bad));
            return seconds;
        }
    }

    [Fact]
    public void Probe_whose_client_left_frees_the_place_for_another()
    {
        WorkerHealth health = Create();
        health.Judge(Verdict.Unreachable);
        _time.Advance(TimeSpan.FromSeconds(1));
        health.Sent();

        health.ProbeOver();

        Assert.True(health.Allows());
        Assert.True(health.IsOpen);
    }

    [Fact]
    public void Share_of_failures_opens_the_breaker_without_any_row_of_them()
    {
        WorkerHealth health = Create(failuresToEject: 1000);
        int requests = 0;
        for (; health.Allows(); requests++)
        {
            Assert.InRange(requests, 0, 100);
            health.Judge(requests % 5 < 2 ? Verdict.Good : Verdict.Bad);
        }

        Assert.InRange(requests, 20, 25);
    }

    private WorkerHealth Create(int failuresToEject = 3) => new(
        "w", WorkerRole.Decode, "m", new HealthOptions { FailuresToEject = failuresToEject, EjectionTimeMax = TimeSpan.FromSeconds(10) }, _time);
}
