using System.Globalization;
using System.Text;
using InferenceGateway.Replay.Measuring;

namespace InferenceGateway.Replay.Reports;

/// <summary>Reports as a markdown table.</summary>
internal static class Table
{
    private static readonly (string Head, Func<RunReport, RunReport, string> Cell)[] Columns =
    [
        ("TTFT mean, s", (report, _) => Seconds(report.FirstToken.Mean)),
        ("by the first", (report, first) => Number(report.FirstToken.Mean / first.FirstToken.Mean, "0.000")),
        ("p50", (report, _) => Seconds(report.FirstToken.P50)),
        ("p90", (report, _) => Seconds(report.FirstToken.P90)),
        ("p99", (report, _) => Seconds(report.FirstToken.P99)),
        ("between tokens, mean, ms", (report, _) => Number(report.BetweenTokens.Mean * 1000, "0")),
        ("p99", (report, _) => Number(report.BetweenTokens.P99 * 1000, "0")),
        ("goodput, requests/s", (report, _) => Number(report.Goodput, "0.00")),
        ("kept SLO", (report, _) => Percent(report.Kept)),
        ("hits", (report, _) => Percent(report.HitRate)),
        ("of ideal", (report, _) => Or(report.HitsByIdeal, Percent)),
        ("busy", (report, _) => Or(report.Busy, Percent)),
        ("busiest by mean", (report, _) => Or(report.BusiestByMean, value => Number(value, "0.00"))),
        ("finished", (report, _) => $"{report.Finished} of {report.Requests}"),
        ("decision, µs", (report, _) => Or(report.DecisionMicroseconds, value => Number(value, "0.0"))),
    ];

    /// <summary>One row per run; <paramref name="what"/> heads the first column.</summary>
    public static string Of(string what, IReadOnlyList<RunReport> reports)
    {
        StringBuilder text = new();
        text.Append("| ").Append(what).Append(" | ").AppendJoin(" | ", Columns.Select(column => column.Head)).Append(" |\n|---|");
        text.Append(string.Concat(Columns.Select(_ => "---:|"))).Append('\n');
        foreach (RunReport report in reports)
        {
            text.Append("| ").Append(report.Name).Append(" | ").AppendJoin(" | ", Columns.Select(column => column.Cell(report, reports[0]))).Append(" |\n");
        }

        return text.ToString();
    }

    public static string Seconds(double value) => Number(value, value < 10 ? "0.00" : "0.0");

    public static string Percent(double share) => Number(share * 100, "0.0") + " %";

    private static string Or(double? value, Func<double, string> text) => value is { } known ? text(known) : "";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
