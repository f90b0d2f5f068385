using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Collects every fault of <see cref="DirectoryOptions"/>.</summary>
internal sealed class DirectoryOptionsValidator : IValidateOptions<DirectoryOptions>
{
    private const int PrefixCharsMax = 64;
    private const string Hidden = "(not shown)";

    public ValidateOptionsResult Validate(string? name, DirectoryOptions options)
    {
        OptionFaults faults = new(DirectoryOptions.Section);
        CheckConnectionString(options.ConnectionString, faults);
        CheckFile(nameof(options.TlsAuthorityFile), options.TlsAuthorityFile, faults);
        CheckFile(nameof(options.TlsCertificateFile), options.TlsCertificateFile, faults);
        CheckFile(nameof(options.TlsKeyFile), options.TlsKeyFile, faults);
        if (string.IsNullOrEmpty(options.TlsKeyFile) != string.IsNullOrEmpty(options.TlsCertificateFile))
        {
            faults.Add(nameof(options.TlsKeyFile), options.TlsKeyFile, "must be given exactly if TlsCertificateFile is");
        }

        CheckPrefix(options.KeyPrefix, faults);
        faults.Range(nameof(options.LeaseSeconds), options.LeaseSeconds, 0.5, 3600);
        faults.Range(nameof(options.RenewSeconds), options.RenewSeconds, 0.1, options.LeaseSeconds / 2);
        faults.Range(nameof(options.SnapshotSeconds), options.SnapshotSeconds, 0.1, 3600);
        faults.Range(nameof(options.CommandTimeoutSeconds), options.CommandTimeoutSeconds, 0.1, 60);
        faults.Range(nameof(options.ForgetAfterSeconds), options.ForgetAfterSeconds, 0, 30 * 24 * 3600);
        return faults.ToResult();
    }

    // The value is not repeated in the message: it may hold a password.
    private static void CheckConnectionString(string value, OptionFaults faults)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(value) || ConfigurationOptions.Parse(value).EndPoints.Count == 0)
            {
                faults.Add(nameof(DirectoryOptions.ConnectionString), Hidden, "must name at least one host:port");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            faults.Add(nameof(DirectoryOptions.ConnectionString), Hidden, "must be a StackExchange.Redis configuration string");
        }
    }

    private static void CheckFile(string option, string value, OptionFaults faults)
    {
        if (!string.IsNullOrEmpty(value) && !File.Exists(value))
        {
            faults.Add(option, value, "must be a file that exists, or empty");
        }
    }

    private static void CheckPrefix(string value, OptionFaults faults)
    {
        var letters = value is not null && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
        if (!letters || value!.Length is 0 or > PrefixCharsMax)
        {
            faults.Add(nameof(DirectoryOptions.KeyPrefix), value, $"must have 1 to {PrefixCharsMax} ASCII letters, digits, dashes, underscores, dots and colons");
        }
    }
}
