using InferenceGateway.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Section <c>Gateway:Disaggregation</c>.</summary>
public sealed class DisaggregationOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Disaggregation";

    /// <summary>A name of <see cref="SplitPolicy"/>: <c>Never</c> or <c>Require</c>.</summary>
    public string Policy { get; set; } = nameof(SplitPolicy.Require);
}

internal sealed class DisaggregationOptionsValidator : IValidateOptions<DisaggregationOptions>
{
    public ValidateOptionsResult Validate(string? name, DisaggregationOptions options)
    {
        var faults = new OptionFaults(DisaggregationOptions.Section);
        if (SplitDecider.PolicyNamed(options.Policy) is null)
        {
            faults.Add(nameof(options.Policy), options.Policy, $"must be one of {string.Join(", ", SplitDecider.Policies)}");
        }

        return faults.ToResult();
    }
}
