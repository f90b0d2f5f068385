using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Standalone;

/// <summary>Options of the one-process program (section <c>Standalone</c>); those of its parts stand in their own sections.</summary>
public sealed class StandaloneOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Standalone";

    /// <summary>Prefill workers to start, 0 to 64. The first takes the configured ports, the others free ones.</summary>
    public int PrefillWorkers { get; set; } = 1;

    /// <summary>Decode workers to start, 0 to 64. The first takes the configured ports, the others free ones.</summary>
    public int DecodeWorkers { get; set; } = 1;

    /// <summary>Seconds until all parts must have found each other, 1 to 600.</summary>
    public int StartTimeoutSeconds { get; set; } = 60;
}

/// <summary>Checks <see cref="StandaloneOptions"/>.</summary>
internal sealed class StandaloneOptionsValidator : IValidateOptions<StandaloneOptions>
{
    public ValidateOptionsResult Validate(string? name, StandaloneOptions options)
    {
        OptionFaults faults = new(StandaloneOptions.Section);
        faults.Range(nameof(options.PrefillWorkers), options.PrefillWorkers, 0, 64);
        faults.Range(nameof(options.DecodeWorkers), options.DecodeWorkers, 0, 64);
        faults.Range(nameof(options.StartTimeoutSeconds), options.StartTimeoutSeconds, 1, 600);
        return faults.ToResult();
    }
}
