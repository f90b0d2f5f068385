using System.CommandLine;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Replay.Reports;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>The commands that vary one number.</summary>
internal static class SweepCommands
{
    // Workers of the comparison of profiles, whose load per worker the others keep.
    private const int UsualWorkers = 8;

    private static readonly string[] DefaultOnly = [BuiltInProfiles.Default];

    public static Command Load()
    {
        Option<int> workers = CommonOptions.AtLeastOne("--workers", "Workers.", UsualWorkers);
        return new Sweep<double>(
            "load", "Compares profiles while the load grows.", "What a growing load does", "speed of the trace", Curves.FirstTokenMean, Curves.Kept, Curves.HitsByIdeal)
            .Create(
                CommonOptions.List("--speeds", "How many times faster than in the trace requests come.", 0.5, 0.7, 0.85, 1.0, 1.15, 1.3),
                ProfilesCommand.All,
                [workers],
                (parsed, settings, shape, speed) => (settings with { DecodeWorkers = parsed.GetValue(workers) }, shape with { Speed = speed }),
                parsed => $"{parsed.GetValue(workers)} workers");
    }

    public static Command Gateways()
    {
        Option<int> workers = CommonOptions.AtLeastOne("--workers", "Workers.", UsualWorkers);
        return new Sweep<int>(
            "gateways", "Shows what more gateways cost in hits and time.", "One to eight gateways", "gateways", Curves.FirstTokenMean, Curves.FirstTokenP99, Curves.HitsByIdeal)
            .Create(
                CommonOptions.List("--gateways", "Numbers of gateways.", 1, 2, 4, 8),
                DefaultOnly,
                [workers],
                (parsed, settings, shape, count) => (settings with { DecodeWorkers = parsed.GetValue(workers), Gateways = count }, shape),
                parsed => $"{parsed.GetValue(workers)} workers");
    }

    public static Command Workers() => new Sweep<int>(
        "workers", "Shows how results and the cost of a decision grow with the pool.", "Growing pools", "workers", Curves.FirstTokenMean, Curves.HitsByIdeal, Curves.Decision)
        .Create(
            CommonOptions.List("--workers", "Numbers of workers; the load of each stays the same.", 10, 30, 100, 300, 1000),
            DefaultOnly,
            [],
            (_, settings, shape, count) => (settings with { DecodeWorkers = count }, ForWorkers(shape, count)),
            parsed => "the smallest pool and its trace");

    public static Command Ratios()
    {
        Option<int> workers = CommonOptions.AtLeastOne("--workers", "Workers of both pools together.", UsualWorkers);
        return new Sweep<int>(
            "ratios", "Compares divisions of the workers into prefill and decode pools.", "Dividing workers into prefill and decode pools", "prefill : decode workers", Curves.FirstTokenMean, Curves.BetweenTokensP99, Curves.Kept)
            .Create(
                CommonOptions.List("--prefills", "Numbers of prefill workers; 0 splits nothing.", 0, 5, 6, 7),
                DefaultOnly,
                [workers],
                (parsed, settings, shape, prefills) => (
                    settings with { PrefillWorkers = prefills, DecodeWorkers = Left(parsed.GetValue(workers), prefills) }, shape),
                parsed => $"{parsed.GetValue(workers)} workers",
                settings => settings.PrefillWorkers == 0 ? "unsplit" : $"{settings.PrefillWorkers}:{settings.DecodeWorkers}");
    }

    private static int Left(int workers, int prefills) => prefills >= 0 && prefills < workers
        ? workers - prefills
        : throw new ReplayException($"--prefills is {prefills}; it must lie between 0 and {workers - 1}, so that a decode worker is left.");

    // Whole groups of users, and the rest by speed.
    private static TraceShape ForWorkers(TraceShape shape, int workers)
    {
        int copies = Math.Max(1, workers / UsualWorkers);
        return shape with { Copies = shape.Copies * copies, Speed = shape.Speed * workers / (UsualWorkers * copies) };
    }
}
