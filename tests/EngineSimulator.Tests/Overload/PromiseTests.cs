using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload;
using InferenceGateway.Overload.Load;
using InferenceGateway.Overload.Measuring;

namespace InferenceGateway.EngineSimulator.Tests.Overload;

public sealed class PromiseTests
{
    private static readonly OverloadSettings Settings = new();
    private static readonly TenantPlan People = new("people", RequestPriority.High, 1, 0.25);
    private static readonly TenantPlan Batch = new("batch", RequestPriority.Low, 1, 1);
    private static readonly QueueResult Queue = new(RequestPriority.Low, LongestQueue: 1024, WaitP50: 1, WaitP99: 2);
    private static readonly BoundsResult Bounds = new(QueueMax: 1024, RunningMax: 30, MostRunning: 30, LeftOver: 0, Unsent: 0, HeapStart: 0, HeapEnd: 0, ResidentMost: 0);

    [Fact]
    public void All_that_is_well_is_kept() => Assert.All(Of(High(), Low()), promise => Assert.True(promise.Kept, promise.Text));

    [Fact]
    public void High_priority_that_is_late_or_refused_breaks_its_own_promise()
    {
        Assert.Equal(["people (high) has its first token within 1 s, 99 times of 100"], Broken(Of(High(first: 1.01), Low())));
        Assert.Equal(["people (high) is never refused"], Broken(Of(TenantResult.Of(People, [Served(0.2), Refused(true)], 100, 100, 200), Low())));
        Assert.Contains("people (high) has its first token within 1 s, 99 times of 100", Broken(Of(TenantResult.Of(People, [], 100, 100, 200), Low())));
    }

    [Fact]
    public void Low_priority_that_is_hardly_shed_or_starved_breaks_one()
    {
        const string Shed = "batch (low) is shed with 429: more than 50 %, but not all";

        Assert.Equal([Shed], Broken(Of(High(), TenantResult.Of(Batch, [Served(3), Refused(true)], 100, 100, 200))));
        Assert.Equal([Shed], Broken(Of(High(), TenantResult.Of(Batch, [Refused(true)], 100, 100, 200))));
    }

    [Fact]
    public void Refusal_without_retry_after_breaks_one() => Assert.Equal(
        ["every 429 says when to come again"],
        Broken(Of(High(), TenantResult.Of(Batch, [Served(3), Refused(true), Refused(false)], 100, 100, 200))));

    [Theory]
    [InlineData(89)]
    [InlineData(111)]
    public void Share_that_is_off_by_more_than_a_tenth_breaks_one(long tokens) => Assert.Equal(
        ["batch has its share of the tokens within 10 %"],
        Broken(Of(High(), TenantResult.Of(Batch, [Served(3), Refused(true), Refused(true)], tokens, 100, 200))));

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(200)]
    [InlineData(0)]
    public void Any_other_answer_breaks_one(int status) => Assert.Equal(
        ["no 503 and no broken answer"],
        Broken(Of(High(), TenantResult.Of(Batch, [Served(3), Refused(true), Refused(true), Refused(true), new Outcome(default) { Status = status }], 100, 100, 200))));

    [Fact]
    public void Bounds_that_are_passed_break_theirs()
    {
        Assert.Single(Broken(Of(High(), Low(), Bounds with { MostRunning = 31 })));
        Assert.Single(Broken(Of(High(), Low(), Bounds with { Unsent = 1 })));
        Assert.Single(Broken(Of(High(), Low(), Bounds with { LeftOver = 1 })));
        Assert.Single(Broken(Of(High(), Low(), Bounds with { HeapEnd = 65 << 20 })));
        Assert.Single(Broken(Promise.Of(Settings, [High(), Low()], [Queue with { LongestQueue = 1025 }], Bounds)));
    }

    private static Promise[] Of(TenantResult high, TenantResult low, BoundsResult? bounds = null) => Promise.Of(Settings, [high, low], [Queue], bounds ?? Bounds);

    private static string[] Broken(Promise[] promises) => [.. promises.Where(promise => !promise.Kept).Select(promise => promise.Text)];

    private static TenantResult High(double first = 0.2) => TenantResult.Of(People, [Served(first)], 100, 100, 200);

    private static TenantResult Low() => TenantResult.Of(Batch, [Served(3), Refused(true), Refused(true)], 100, 100, 200);

    private static Outcome Served(double first) => new(default) { Status = 200, Served = true, FirstToken = first, Tokens = 100 };

    private static Outcome Refused(bool retryAfter) => new(default) { Status = 429, Code = "queue_full", HasRetryAfter = retryAfter };
}
