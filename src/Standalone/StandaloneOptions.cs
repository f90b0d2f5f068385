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

    /// <summary>All faults as one exception, or null.</summary>
    internal OptionsValidationException? Fault()
    {
        OptionFaults faults = new(Section);
        faults.Range(nameof(PrefillWorkers), PrefillWorkers, 0, 64);
        faults.Range(nameof(DecodeWorkers), DecodeWorkers, 0, 64);
        faults.Range(nameof(StartTimeoutSeconds), StartTimeoutSeconds, 1, 600);
        return faults.ToResult() is { Failed: true } result
            ? new OptionsValidationException(Section, typeof(StandaloneOptions), result.Failures)
            : null;
    }
}
