using System.CommandLine;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Reports;
using InferenceGateway.Replay.Simulation;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>Compares scheduler profiles on the same trace.</summary>
internal static class ProfilesCommand
{
    // The table's ratios are to its first row.
    public static readonly string[] All =
        ["random", "round-robin", "least-request", "sglang-cache-aware", "llm-d-default", "dynamo-cost", BuiltInProfiles.Default];

    public static Command Create()
    {
        CommonOptions common = new();
        Option<string[]> profiles = CommonOptions.List("--profiles", "Profiles to compare.", All);
        Option<int> workers = CommonOptions.AtLeastOne("--workers", "Workers.", 8);
        Option<int> gateways = CommonOptions.AtLeastOne("--gateways", "Gateways.", 1);
        Command command = new("profiles", "Compares scheduler profiles on one trace.") { profiles, workers, gateways };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            SimulationSettings settings = common.Settings(parsed) with { DecodeWorkers = parsed.GetValue(workers), Gateways = parsed.GetValue(gateways) };
            (Trace raw, TraceShape shape) = common.Trace(parsed);
            Trace trace = shape.Apply(raw, settings.Seed);
            RunReport[] reports = Comparison.Run(parsed.GetValue(profiles)!.Select(profile => (profile, settings with { Profile = profile }, trace)));
            string heading = Comparison.Describe(trace, settings, $"{settings.DecodeWorkers} workers behind {settings.Gateways} gateway{(settings.Gateways == 1 ? "" : "s")}");
            ReportFiles.Write(common.Out(parsed), "replay-profiles", heading, "profile", reports, Draw(heading, reports));
        });
        return command;
    }

    private static Figure Draw(string heading, RunReport[] reports)
    {
        double ideal = reports[0].IdealHitRate * 100 ?? 0;
        Axis times = Axis.Holding(
            "seconds to the first token (log): bar mean, marks p50, p90, p99",
            reports.SelectMany(report => (double[])[report.FirstToken.P50, report.FirstToken.P99]),
            logarithmic: true);
        Axis hits = Axis.Holding("prompt tokens found in caches, %", [.. reports.Select(report => report.HitRate * 100), ideal]);
        return new Figure(
            "Time to first token and cache hits by scheduler profile",
            heading,
            [
                new BarPanel(times, [.. reports.Select(Time)], named: true),
                new BarPanel(hits, [.. reports.Select(Hit)], named: false, (ideal, "one ideal cache")),
            ],
            []);
    }

    private static Bar Time(RunReport report) => new(
        report.Name,
        report.FirstToken.Mean,
        Table.Seconds(report.FirstToken.Mean) + " s",
        [report.FirstToken.P50, report.FirstToken.P90, report.FirstToken.P99],
        ColourOf(report));

    private static Bar Hit(RunReport report) => new(report.Name, report.HitRate * 100, Table.Percent(report.HitRate), [], ColourOf(report));

    private static string ColourOf(RunReport report) => Figure.Colour(report.Name == BuiltInProfiles.Default ? 1 : 0);
}
