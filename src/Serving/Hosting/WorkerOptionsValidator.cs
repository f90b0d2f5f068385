using System.Net;
using System.Text.RegularExpressions;
using InferenceGateway.Hosting;
using InferenceGateway.Inference.Devices;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Checks all options of a worker at once; each fault names option, value and bound.</summary>
internal sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        OptionFaults faults = new(WorkerOptions.Section);
        faults.Range(nameof(options.Slots), options.Slots, 1, 1024);
        faults.Range(nameof(options.PrefillChunkTokens), options.PrefillChunkTokens, 16, 8192);
        faults.Range(nameof(options.Threads), options.Threads, 0, 1024);
        faults.Range(nameof(options.DeviceId), options.DeviceId, 0, 255);
        faults.Range(nameof(options.WaitingMax), options.WaitingMax, 0, 100_000);
        faults.Range(nameof(options.PrefixCacheMiB), options.PrefixCacheMiB, 0, 1 << 20);
        faults.Range(nameof(options.ApiPort), options.ApiPort, 0, IPEndPoint.MaxPort);
        faults.Range(nameof(options.InternalPort), options.InternalPort, 0, IPEndPoint.MaxPort);
        faults.Range(nameof(options.HandoffTimeoutSeconds), options.HandoffTimeoutSeconds, 1, 3600);
        faults.Range(nameof(options.DrainTimeoutSeconds), options.DrainTimeoutSeconds, 0, 3600);
        if (options.ContextLength != 0)
        {
            faults.Range(nameof(options.ContextLength), options.ContextLength, 16, 1 << 20);
        }

        CheckAddresses(faults, options);
        CheckModel(faults, options);
        return faults.ToResult();
    }

    private static void CheckAddresses(OptionFaults faults, WorkerOptions options)
    {
        if (options.ApiPort != 0 && options.ApiPort == options.InternalPort)
        {
            faults.Add(nameof(options.InternalPort), options.InternalPort, "must differ from Worker:ApiPort");
        }

        if (!IPAddress.TryParse(options.ListenAddress, out _))
        {
            faults.Add(nameof(options.ListenAddress), options.ListenAddress, "must be an IP address");
        }

        if (options.Id.Length > 0 && !IdPattern().IsMatch(options.Id))
        {
            faults.Add(nameof(options.Id), options.Id, "must have 1 to 63 letters, digits, dots and dashes, beginning with a letter or digit");
        }
    }

    private static void CheckModel(OptionFaults faults, WorkerOptions options)
    {
        if (ModelLocator.Find(options.Model) is null)
        {
            faults.Add(nameof(options.Model), options.Model, "must be a folder, or the name of one in a 'models' folder beside or above the program");
        }

        if (!ExecutionDevices.Names.Contains(options.Device, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(nameof(options.Device), options.Device, $"must be one of {string.Join(", ", ExecutionDevices.Names)}");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$")]
    private static partial Regex IdPattern();
}
