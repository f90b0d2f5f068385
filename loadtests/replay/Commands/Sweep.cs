using System.CommandLine;
using System.Globalization;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Reports;
using InferenceGateway.Replay.Simulation;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>A command that varies one number, for some profiles.</summary>
/// <param name="name">The command's name, and that of its files.</param>
/// <param name="description">What it shows.</param>
/// <param name="title">Over its picture.</param>
/// <param name="across">What is varied, as the picture and the table call it.</param>
/// <param name="measures">The picture's panels.</param>
internal sealed class Sweep<T>(string name, string description, string title, string across, params Measure[] measures)
    where T : struct, IParsable<T>, IConvertible
{
    /// <summary>From the parsed options, the settings, the trace's shape and a value: what is run for it.</summary>
    public delegate (SimulationSettings Settings, TraceShape Shape) Preparation(ParseResult parsed, SimulationSettings settings, TraceShape shape, T value);

    private readonly CommonOptions _common = new();

    /// <summary>Makes the command.</summary>
    /// <param name="values">The varied number's option.</param>
    /// <param name="profiles">Profiles when none are named.</param>
    /// <param name="others">Further options.</param>
    /// <param name="prepare">From the parsed options, the settings, the trace's shape and a value: what is run for it.</param>
    /// <param name="describe">From the parsed options: what the heading says of the workers.</param>
    /// <param name="call">What a case is called; null for its number.</param>
    public Command Create(
        Option<T[]> values,
        string[] profiles,
        IReadOnlyList<Option> others,
        Preparation prepare,
        Func<ParseResult, string> describe,
        Func<SimulationSettings, string>? call = null)
    {
        Option<string[]> profileOption = CommonOptions.List("--profiles", "Profiles to compare.", profiles);
        Command command = new(name, description) { values, profileOption };
        foreach (Option other in others)
        {
            command.Options.Add(other);
        }

        _common.AddTo(command);
        command.SetAction(parsed => Run(parsed, parsed.GetValue(values)!, parsed.GetValue(profileOption)!, prepare, describe(parsed), call));
        return command;
    }

    private void Run(
        ParseResult parsed,
        T[] values,
        string[] profiles,
        Preparation prepare,
        string workers,
        Func<SimulationSettings, string>? call)
    {
        SimulationSettings settings = _common.Settings(parsed);
        (Trace raw, TraceShape shape) = _common.Trace(parsed);
        (SimulationSettings Settings, Trace Trace)[] cases =
        [
            .. values.Select(value => prepare(parsed, settings, shape, value)).Select(each => (each.Settings, each.Shape.Apply(raw, settings.Seed))),
        ];
        string[] names = [.. values.Select((value, at) => call?.Invoke(cases[at].Settings) ?? value.ToString(CultureInfo.InvariantCulture))];
        RunReport[] reports = Comparison.Run(
            from profile in profiles
            from at in Enumerable.Range(0, values.Length)
            select ($"{profile}, {names[at]}", cases[at].Settings with { Profile = profile }, cases[at].Trace));
        string heading = Comparison.Describe(cases[0].Trace, cases[0].Settings, workers);
        Axis axis = call is null
            ? Curves.Numbers(across, [.. values.Select(value => value.ToDouble(CultureInfo.InvariantCulture))])
            : Curves.Cases(across, names);
        Figure figure = Curves.Draw(title, heading, axis, profiles, reports, measures);
        ReportFiles.Write(_common.Out(parsed), "replay-" + name, heading, $"profile, {across}", reports, figure);
    }
}
