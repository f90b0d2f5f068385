using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Collects every fault of <see cref="DirectoryOptions"/>.</summary>
internal sealed class DirectoryOptionsValidator : IValidateOptions<DirectoryOptions>
{
    private const int PrefixCharsMax = 64;

    public ValidateOptionsResult Validate(string? name, DirectoryOptions options)
    {
        var faults = new List<string>();
        CheckConnectionString(options.ConnectionString, faults);
        CheckPrefix(options.KeyPrefix, faults);
        CheckRange(nameof(options.LeaseSeconds), options.LeaseSeconds, 0.5, 3600, faults);
        CheckRange(nameof(options.RenewSeconds), options.RenewSeconds, 0.1, options.LeaseSeconds / 2, faults);
        CheckRange(nameof(options.SnapshotSeconds), options.SnapshotSeconds, 0.1, 3600, faults);
        CheckRange(nameof(options.CommandTimeoutSeconds), options.CommandTimeoutSeconds, 0.1, 60, faults);
        CheckRange(nameof(options.ForgetAfterSeconds), options.ForgetAfterSeconds, 0, 30 * 24 * 3600, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // The value is not repeated in the message: it may hold a password.
    private static void CheckConnectionString(string value, List<string> faults)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(value) || ConfigurationOptions.Parse(value).EndPoints.Count == 0)
            {
                faults.Add($"{DirectoryOptions.Section}:{nameof(DirectoryOptions.ConnectionString)} names no endpoint; give at least host:port.");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            faults.Add($"{DirectoryOptions.Section}:{nameof(DirectoryOptions.ConnectionString)} is not a StackExchange.Redis configuration string.");
        }
    }

    private static void CheckPrefix(string value, List<string> faults)
    {
        var letters = value is not null && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
        if (!letters || value!.Length is 0 or > PrefixCharsMax)
        {
            faults.Add(
                $"{DirectoryOptions.Section}:{nameof(DirectoryOptions.KeyPrefix)} is \"{value}\"; "
                + $"it must have 1 to {PrefixCharsMax} characters out of ASCII letters, digits, '-', '_', '.' and ':'.");
        }
    }

    private static void CheckRange(string option, double value, double from, double to, List<string> faults)
    {
        if (!(value >= from && value <= to))
        {
            faults.Add($"{DirectoryOptions.Section}:{option} is {value}; it must lie between {from} and {to}.");
        }
    }
}
