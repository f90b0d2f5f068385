using System.CommandLine;
using System.Globalization;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.Overload.Load;
using InferenceGateway.Overload.Measuring;
using InferenceGateway.Overload.Reports;

namespace InferenceGateway.Overload;

/// <summary>The program: its options, and what becomes of faults.</summary>
public static class OverloadProgram
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0 when every promise was kept; 1 when one was broken, or an argument was at fault, and why stands on the error stream.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        OverloadSettings standard = new();
        Option<double> seconds = Number("--seconds", "Seconds of overload.", standard.Seconds, least: 5, most: 3600);
        Option<double> times = Number("--times", "Offered load against what can be served.", standard.Times, TenantPlan.TimesMin, most: 20);
        Option<double> capacity = Number("--capacity-seconds", "Seconds for which the capacity is measured.", standard.CapacitySeconds, least: 1, most: 600);
        Option<double> slo = Number("--slo-seconds", "Seconds to the first token that the high priority is promised.", standard.SloSeconds, least: 0.01, most: 60);
        Option<double> tolerance = Number("--share-tolerance", "How far from its due a tenant's share may be, as a part of it.", standard.ShareTolerance, least: 0.01, most: 1);
        Option<double> queue = Number("--queue-seconds", "Longest wait in the gateway's queue.", standard.QueueSeconds, least: 0.1, most: 60);
        Option<int> seed = new("--seed") { Description = "Seeds arrivals and lengths.", DefaultValueFactory = _ => standard.Seed };
        Option<string?> folder = new("--out") { Description = "Folder for table, figures and picture." };
        RootCommand root = new("Overloads a real gateway before simulated engines, in real time, and checks what it owes its tenants.")
        {
            seconds, times, capacity, slo, tolerance, queue, seed, folder,
        };
        root.SetAction(async (parsed, cancellation) =>
        {
            OverloadSettings settings = new()
            {
                Seconds = parsed.GetValue(seconds),
                Times = parsed.GetValue(times),
                CapacitySeconds = parsed.GetValue(capacity),
                SloSeconds = parsed.GetValue(slo),
                ShareTolerance = parsed.GetValue(tolerance),
                QueueSeconds = parsed.GetValue(queue),
                Seed = parsed.GetValue(seed),
            };
            OverloadResult result = await new OverloadRun(settings, TimeProvider.System, Console.Error).RunAsync(cancellation);
            ReportFiles.Write(parsed.GetValue(folder), result);
            return result.Kept ? 0 : 1;
        });
        return await InvokeAsync(root, args);
    }

    private static async Task<int> InvokeAsync(RootCommand root, string[] args)
    {
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (fault is OverloadException or CalibrationException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static Option<double> Number(string name, string description, double standard, double least, double most)
    {
        string bounds = FormattableString.Invariant($"{least} to {most}");
        return new Option<double>(name)
        {
            Description = $"{description} {bounds}.",
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most)
                {
                    return value;
                }

                result.AddError($"{name} is '{text}'; it must be a number from {bounds}.");
                return standard;
            },
        };
    }
}
