using System.Net;
using System.Text.RegularExpressions;
using InferenceGateway.Contracts;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>Checks all options of the simulator at once.</summary>
internal sealed partial class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>
{
    private static readonly int[] Densities = [1, 2, 4, 8, 16];

    public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
    {
        OptionFaults faults = new(SimulatorOptions.Section);
        faults.Range(nameof(options.DecodeWorkers), options.DecodeWorkers, 1, Limits.WorkersMax);
        faults.Range(nameof(options.PrefillWorkers), options.PrefillWorkers, 0, Limits.WorkersMax);
        faults.Range(nameof(options.FirstPort), options.FirstPort, 0, IPEndPoint.MaxPort);
        faults.Range(nameof(options.AnswerTokens), options.AnswerTokens, 1, 100_000);
        faults.Range(nameof(options.WaitingMax), options.WaitingMax, 0, 100_000);
        faults.Range(nameof(options.HandoffTimeoutSeconds), options.HandoffTimeoutSeconds, 1, 3600);
        CheckTexts(faults, options);
        CheckCalibration(faults, options);
        if (options.FirstPort > 0 && options.FirstPort + (long)options.DecodeWorkers + options.PrefillWorkers - 1 > IPEndPoint.MaxPort)
        {
            faults.Add(nameof(options.FirstPort), options.FirstPort, "leaves too few ports for all workers");
        }

        return faults.ToResult();
    }

    private static void CheckTexts(OptionFaults faults, SimulatorOptions options)
    {
        if (options.ModelName.Length is 0 or > Limits.ModelNameCharsMax)
        {
            faults.Add(nameof(options.ModelName), options.ModelName, $"must have 1 to {Limits.ModelNameCharsMax} characters");
        }

        if (!Prefix().IsMatch(options.IdPrefix))
        {
            faults.Add(nameof(options.IdPrefix), options.IdPrefix, "must have 1 to 40 letters, digits, dots and dashes");
        }

        if (!IPAddress.TryParse(options.ListenAddress, out _))
        {
            faults.Add(nameof(options.ListenAddress), options.ListenAddress, "must be an IP address");
        }

        if (!Densities.Contains(options.BytesPerToken))
        {
            faults.Add(nameof(options.BytesPerToken), options.BytesPerToken, $"must be one of {string.Join(", ", Densities)}");
        }
    }

    private static void CheckCalibration(OptionFaults faults, SimulatorOptions options)
    {
        try
        {
            Read(options);
        }
        catch (Exception fault) when (fault is CalibrationException or IOException or UnauthorizedAccessException)
        {
            faults.Add(nameof(options.Calibration), options.Calibration, $"must be a calibration that can be read: {fault.Message}");
        }
    }

    /// <exception cref="CalibrationException">There is no such calibration, or the table cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EngineCalibration Read(SimulatorOptions options) =>
        (options.CalibrationFile.Length == 0 ? CalibrationTable.BuiltIn : CalibrationTable.Parse(File.ReadAllText(options.CalibrationFile)))
        .Find(options.Calibration);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$")]
    private static partial Regex Prefix();
}
