using InferenceGateway.Contracts.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Hosting;

/// <summary>Runs a program, and prints what keeps it from starting as plain lines.</summary>
public static class HostRunner
{
    /// <summary>Builds and runs the application until it is told to stop.</summary>
    /// <param name="create">Builds it.</param>
    /// <returns>The process's exit code: 0 after a stop, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(Func<IHost> create)
    {
        try
        {
            IHost app = create();
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (StartFaults(fault) is { } lines)
        {
            foreach (string line in lines)
            {
                await Console.Error.WriteLineAsync(line);
            }

            return 1;
        }
    }

    /// <summary>Checks all options, all faults at once, before anything is started.</summary>
    /// <exception cref="OptionsValidationException">One section is at fault.</exception>
    /// <exception cref="AggregateException">Several are.</exception>
    public static void Validate(this IHost app) => app.Services.GetService<IStartupValidator>()?.Validate();

    /// <summary>The lines to print, or null for a fault that deserves its stack trace.</summary>
    public static IEnumerable<string>? StartFaults(Exception fault) => fault switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException several => Together([.. several.Flatten().InnerExceptions.Select(StartFaults)]),
        IStartFault told => [told.Message],
        // The binder names the key, the value and the type it could not be converted to.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unreadable => [unreadable.Message],
        IOException { InnerException: AddressInUseException } taken => [taken.Message],
        _ => null,
    };

    private static IEnumerable<string>? Together(IReadOnlyList<IEnumerable<string>?> faults) =>
        faults.All(lines => lines is not null) ? faults.SelectMany(lines => lines!).Distinct() : null;
}
