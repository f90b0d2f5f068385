using System.Globalization;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Overload.Measuring;

/// <summary>Something that an overloaded gateway owes.</summary>
/// <param name="Text">What.</param>
/// <param name="Found">What was measured.</param>
/// <param name="Kept">Whether it is so.</param>
public sealed record Promise(string Text, string Found, bool Kept)
{
    // Three times what can be served leaves low priority its reserve and no more.
    private const double LowShedMin = 0.5;

    // A pool of memory grows while it is warmed; what grows by requests would take far more.
    private const long HeapGrowthMax = 64L << 20;

    /// <summary>All of them.</summary>
    public static Promise[] Of(OverloadSettings settings, IReadOnlyList<TenantResult> tenants, IReadOnlyList<QueueResult> queues, BoundsResult bounds) =>
    [
        .. tenants.Where(tenant => tenant.Plan.Priority == RequestPriority.High).SelectMany(tenant => High(settings, tenant)),
        .. tenants.Where(tenant => tenant.Plan.Priority == RequestPriority.Low).Select(Low),
        RetryAfter(tenants),
        .. tenants.Select(tenant => Share(settings, tenant)),
        NothingElse(tenants),
        .. Bounds(queues, bounds),
    ];

    private static Promise[] High(OverloadSettings settings, TenantResult tenant) =>
    [
        new(
            $"{tenant.Plan.Id} (high) has its first token within {Number(settings.SloSeconds)} s, 99 times of 100",
            tenant.FirstTokenP99 is { } p99 ? $"{Number(p99)} s" : "no answer",
            tenant.FirstTokenP99 <= settings.SloSeconds),
        new($"{tenant.Plan.Id} (high) is never refused", $"{tenant.Refused} of {tenant.Offered}", tenant.Refused == 0),
    ];

    private static Promise Low(TenantResult tenant) => new(
        $"{tenant.Plan.Id} (low) is shed with 429: more than {Percent(LowShedMin)}, but not all",
        $"{tenant.Refused} of {tenant.Offered}, {Percent((double)tenant.Refused / tenant.Offered)}",
        tenant.Refused > LowShedMin * tenant.Offered && tenant.Served > 0);

    private static Promise RetryAfter(IReadOnlyList<TenantResult> tenants)
    {
        int refused = tenants.Sum(tenant => tenant.Refused);
        int told = tenants.Sum(tenant => tenant.WithRetryAfter);
        return new Promise("every 429 says when to come again", $"{told} of {refused}", told == refused);
    }

    private static Promise Share(OverloadSettings settings, TenantResult tenant) => new(
        $"{tenant.Plan.Id} has its share of the tokens within {Percent(settings.ShareTolerance)}",
        $"{Percent(tenant.HadByDue)} of its due",
        Math.Abs(tenant.HadByDue - 1) <= settings.ShareTolerance);

    private static Promise NothingElse(IReadOnlyList<TenantResult> tenants)
    {
        int unavailable = tenants.Sum(tenant => tenant.Unavailable);
        int broken = tenants.Sum(tenant => tenant.Broken);
        return new Promise("no 503 and no broken answer", $"{unavailable} and {broken}", unavailable + broken == 0);
    }

    private static Promise[] Bounds(IReadOnlyList<QueueResult> queues, BoundsResult bounds) =>
    [
        new(
            $"no more than {bounds.QueueMax} requests of a priority wait and {bounds.RunningMax} run",
            $"{queues.Max(queue => queue.LongestQueue):0} and {bounds.MostRunning}",
            queues.All(queue => queue.LongestQueue <= bounds.QueueMax) && bounds.MostRunning <= bounds.RunningMax && bounds.Unsent == 0),
        new("nothing runs or waits after the last answer", $"{bounds.LeftOver}", bounds.LeftOver == 0),
        new(
            $"the process keeps at most {HeapGrowthMax >> 20} MiB more than before",
            $"{(bounds.HeapEnd - bounds.HeapStart) / (double)(1 << 20):0.0} MiB",
            bounds.HeapEnd - bounds.HeapStart <= HeapGrowthMax),
    ];

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
