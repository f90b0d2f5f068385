using System.Globalization;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Simulation;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>Runs some simulations one after the other, and describes what they have in common.</summary>
internal static class Comparison
{
    private const int WarmUpRequests = 2000;

    /// <summary>Runs them in order.</summary>
    public static RunReport[] Run(IEnumerable<(string Name, SimulationSettings Settings, Trace Trace)> runs)
    {
        Progress progress = new(Console.Error);
        (string Name, SimulationSettings Settings, Trace Trace)[] all = [.. runs];
        WarmUp(all[0].Settings, all[0].Trace);
        return [.. all.Select(run => SimulatedCluster.Replay(run.Name, run.Settings, run.Trace, progress))];
    }

    // The first decisions are made by code that is not compiled for speed yet, and would stand in the figures.
    private static void WarmUp(SimulationSettings settings, Trace trace) => SimulatedCluster.Replay(
        "warm-up", settings, trace with { Requests = [.. trace.Requests.Take(WarmUpRequests)] }, Progress.Silent);

    /// <summary>Trace, engines and load in one line.</summary>
    public static string Describe(Trace trace, SimulationSettings settings, string workers) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trace.Name}: {trace.Requests.Count:#,0} requests, {trace.Requests.Count / trace.Seconds:0.00}/s, mean {trace.MeanPrompt:#,0} + {trace.MeanOutput:0} tokens; {workers}, {settings.Calibration.Name}; prompts alone would keep workers {PromptLoad(trace, settings) * 100:0} % busy without a cache; seed {settings.Seed}");

    // One prompt after the other, each in its own steps, nothing found.
    private static double PromptLoad(Trace trace, SimulationSettings settings)
    {
        EngineCalibration engine = settings.Calibration;
        double seconds = trace.Requests.Sum(request =>
            engine.PrefillSeconds(0, request.PromptTokens) + (engine.PrefillBaseSeconds * Math.Ceiling((double)request.PromptTokens / engine.StepTokens)));
        return seconds / (trace.Seconds * settings.Workers);
    }
}
