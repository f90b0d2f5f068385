using System.CommandLine;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Commands;

/// <summary>The program: its commands, and what becomes of faults.</summary>
public static class ReplayProgram
{
    /// <summary>Runs a command line.</summary>
    /// <returns>0 when all went well, 1 when an argument, a file or a name was at fault; the reason stands on the error stream.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new("Replays traces against simulated engines in virtual time, or against a server in real time.")
        {
            ProfilesCommand.Create(),
            SweepCommands.Load(),
            SweepCommands.Gateways(),
            SweepCommands.Workers(),
            SweepCommands.Ratios(),
            LiveCommand.Create(),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (fault is ReplayException or CalibrationException or ArgumentException or IOException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
