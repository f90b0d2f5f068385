using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.FlowControl.Saturation;

/// <summary>When a pool counts as full; section <c>Gateway:Saturation</c>. Admission and autoscaling mean the same by it.</summary>
public sealed class SaturationOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Saturation";

    /// <summary>
    /// Requests sent to a decode worker for each of its slots. A little above 1, a worker has its next request at hand when a slot
    /// becomes free; what lies beyond waits here, where order is fair. Range 0.1 to 100.
    /// </summary>
    public double RequestsPerSlot { get; set; } = 1.25;

    /// <summary>Share of all slots' context that running requests may fill, prompts and answers, as estimated. Range 0.01 to 100.</summary>
    public double TokenShare { get; set; } = 1;

    /// <summary>Gateways that share the pools: each admits its part of the capacity. Range 1 to 1000.</summary>
    public int Gateways { get; set; } = 1;
}

internal sealed class SaturationOptionsValidator : IValidateOptions<SaturationOptions>
{
    public ValidateOptionsResult Validate(string? name, SaturationOptions options)
    {
        var faults = new OptionFaults(SaturationOptions.Section);
        faults.Range(nameof(options.RequestsPerSlot), options.RequestsPerSlot, 0.1, 100);
        faults.Range(nameof(options.TokenShare), options.TokenShare, 0.01, 100);
        faults.Range(nameof(options.Gateways), options.Gateways, 1, 1000);
        return faults.ToResult();
    }
}
