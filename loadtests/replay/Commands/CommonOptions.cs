using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Simulation;
using InferenceGateway.Replay.Traces;
using Microsoft.Extensions.Configuration;

namespace InferenceGateway.Replay.Commands;

/// <summary>What every simulating command takes.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _calibration = new("--calibration") { Description = "Name of the engines' calibration.", DefaultValueFactory = _ => "llama3-70b-8xa800" };
    private readonly Option<string?> _table = new("--calibrations") { Description = "A calibration table of your own; default: the built-in one." };
    private readonly Option<string?> _config = new("--config") { Description = "JSON with the sections Gateway:Scheduling and Gateway:Prediction, as a gateway reads them." };
    private readonly Option<double> _event = NotNegative("--event-ms", "Milliseconds until a worker's event is in a gateway's mirror.", 20);
    private readonly Option<double> _exchange = NotNegative("--exchange-ms", "Milliseconds until a changed load is announced, and again until other gateways have it.", 20);
    private readonly Option<double> _expect = NotNegative("--expect-seconds", "Seconds for which a gateway believes that a worker will hold what it was sent.", 2);
    private readonly Option<double> _firstToken = Positive("--slo-ttft", "SLO: seconds to the first token.", 10);
    private readonly Option<double> _perToken = Positive("--slo-token-ms", "SLO: milliseconds per token, mean of a request.", 200);
    private readonly Option<string?> _out = new("--out") { Description = "Folder for table, figures and picture." };
    private readonly TraceOptions _trace = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _trace.AddTo(command);
        foreach (Option option in (Option[])[_calibration, _table, _config, _event, _exchange, _expect, _firstToken, _perToken, _out])
        {
            command.Options.Add(option);
        }
    }

    public string? Out(ParseResult parsed) => parsed.GetValue(_out);

    /// <inheritdoc cref="TraceOptions.Read"/>
    public (Trace Trace, TraceShape Shape) Trace(ParseResult parsed) => _trace.Read(parsed);

    /// <summary>The settings without profile and counts.</summary>
    /// <exception cref="ReplayException">A file is missing.</exception>
    /// <exception cref="CalibrationException">There is no such calibration, or the table cannot be used.</exception>
    public SimulationSettings Settings(ParseResult parsed)
    {
        IConfiguration config = Config(parsed.GetValue(_config));
        return new SimulationSettings
        {
            Calibration = Table(parsed.GetValue(_table)).Find(parsed.GetValue(_calibration)!),
            Profile = "default",
            Scheduling = config.GetSection(SchedulingOptions.Section).Get<SchedulingOptions>() ?? new SchedulingOptions(),
            Prediction = config.GetSection(PredictionOptions.Section).Get<PredictionOptions>() ?? new PredictionOptions(),
            EventSeconds = parsed.GetValue(_event) / 1000,
            ExchangeSeconds = parsed.GetValue(_exchange) / 1000,
            ExpectSeconds = parsed.GetValue(_expect),
            Slo = new Slo(parsed.GetValue(_firstToken), parsed.GetValue(_perToken) / 1000),
            Seed = _trace.Seed(parsed),
        };
    }

    public static Option<int> AtLeastOne(string name, string description, int standard) => Checked(
        new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard }, value => value >= 1, "must be at least 1");

    public static Option<double> Positive(string name, string description, double standard) => Checked(
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => standard }, value => value > 0, "must be above 0");

    public static Option<double> NotNegative(string name, string description, double standard) => Checked(
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => standard }, value => value >= 0, "must not be negative");

    public static Option<T[]> List<T>(string name, string description, params T[] standard)
        where T : IParsable<T> => new(name)
        {
            Description = description + " Comma-separated.",
            DefaultValueFactory = _ => standard,
            CustomParser = result => Parse<T>(name, result),
        };

    private static T[] Parse<T>(string name, ArgumentResult result)
        where T : IParsable<T>
    {
        List<T> values = [];
        foreach (string part in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (!T.TryParse(part, CultureInfo.InvariantCulture, out T? value))
            {
                result.AddError($"{name}: '{part}' cannot be read.");
                return [];
            }

            values.Add(value);
        }

        return [.. values];
    }

    private static Option<T> Checked<T>(Option<T> option, Func<T, bool> isGood, string bound)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && !isGood(value))
            {
                result.AddError($"{option.Name} is {value}; it {bound}.");
            }
        });
        return option;
    }

    private static CalibrationTable Table(string? path) =>
        path is null ? CalibrationTable.BuiltIn : CalibrationTable.Parse(File.ReadAllText(Existing(path)));

    private static IConfiguration Config(string? path)
    {
        ConfigurationBuilder builder = new();
        return path is null ? builder.Build() : builder.AddJsonFile(Path.GetFullPath(Existing(path))).Build();
    }

    private static string Existing(string path) => File.Exists(path) ? path : throw new ReplayException($"There is no file {path}.");
}
