using System.Globalization;
using System.Text;
using InferenceGateway.Overload.Measuring;

namespace InferenceGateway.Overload.Reports;

/// <summary>A result as text with markdown tables.</summary>
public static class Tables
{
    private static readonly (string Head, Func<TenantResult, string> Cell)[] TenantColumns =
    [
        ("tenant", tenant => tenant.Plan.Id),
        ("priority", tenant => $"{tenant.Plan.Priority}".ToLowerInvariant()),
        ("weight", tenant => Number(tenant.Plan.Weight, "0.##")),
        ("offered", tenant => $"{tenant.Offered}"),
        ("served", tenant => $"{tenant.Served}"),
        ("429", tenant => $"{tenant.Refused}"),
        ("with Retry-After", tenant => $"{tenant.WithRetryAfter}"),
        ("503", tenant => $"{tenant.Unavailable}"),
        ("broken", tenant => $"{tenant.Broken}"),
        ("tokens", tenant => Number(tenant.Tokens, "#,0")),
        ("share", tenant => Number(tenant.Share * 100, "0.0") + " %"),
        ("by its due", tenant => Number(tenant.HadByDue, "0.000")),
        ("TTFT p50, s", tenant => Number(tenant.FirstTokenP50, "0.00")),
        ("p99", tenant => Number(tenant.FirstTokenP99, "0.00")),
    ];

    private static readonly (string Head, Func<QueueResult, string> Cell)[] QueueColumns =
    [
        ("priority", queue => $"{queue.Priority}".ToLowerInvariant()),
        ("longest queue", queue => Number(queue.LongestQueue, "0")),
        ("wait p50, s", queue => Number(queue.WaitP50, "0.00")),
        ("p99", queue => Number(queue.WaitP99, "0.00")),
    ];

    private static readonly (string Head, Func<Promise, string> Cell)[] PromiseColumns =
    [
        ("promise", promise => promise.Text),
        ("measured", promise => promise.Found),
        ("kept", promise => promise.Kept ? "yes" : "**no**"),
    ];

    /// <summary>One line: under which conditions.</summary>
    public static string Heading(OverloadResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Settings.Times:0.##} times what can be served ({result.Capacity.Requests:0.0} requests and {result.Capacity.Tokens:#,0} tokens a second), for {result.Settings.Seconds:0} s");

    /// <summary>All tables.</summary>
    public static string Of(OverloadResult result)
    {
        StringBuilder text = new();
        Append(text, TenantColumns, result.Tenants);
        Append(text, QueueColumns, result.Queues);
        Append(text, PromiseColumns, result.Promises);
        text.Append(CultureInfo.InvariantCulture, $"Resident memory of gateway, engines and clients together: at most {result.Bounds.ResidentMost >> 20} MiB.\n");
        return text.ToString();
    }

    private static void Append<T>(StringBuilder text, (string Head, Func<T, string> Cell)[] columns, IEnumerable<T> rows)
    {
        text.Append("| ").AppendJoin(" | ", columns.Select(column => column.Head)).Append(" |\n|").Insert(text.Length, "---|", columns.Length).Append('\n');
        foreach (T row in rows)
        {
            text.Append("| ").AppendJoin(" | ", columns.Select(column => column.Cell(row))).Append(" |\n");
        }

        text.Append('\n');
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
