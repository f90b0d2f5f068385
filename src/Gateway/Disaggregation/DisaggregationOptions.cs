using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Section <c>Gateway:Disaggregation</c>.</summary>
public sealed class DisaggregationOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Disaggregation";

    /// <summary>A name of <see cref="SplitPolicy"/>: <c>Never</c>, <c>WhenUseful</c> or <c>Require</c>.</summary>
    public string Policy { get; set; } = nameof(SplitPolicy.Require);

    /// <summary>Policies of single models, by the model's name, where they differ from <see cref="Policy"/>.</summary>
    public Dictionary<string, string> Models { get; set; } = [];

    /// <summary>What a second of delay of one running stream counts against one of the new request under <c>WhenUseful</c>. Range 0 to 100.</summary>
    public double StreamWeight { get; set; } = 1;

    /// <summary>The policy of that name, or null.</summary>
    internal static SplitPolicy? PolicyNamed(string? name) =>
        Enum.GetValues<SplitPolicy>().Cast<SplitPolicy?>().FirstOrDefault(policy => string.Equals(policy.ToString(), name, StringComparison.OrdinalIgnoreCase));
}

internal sealed class DisaggregationOptionsValidator : IValidateOptions<DisaggregationOptions>
{
    public ValidateOptionsResult Validate(string? name, DisaggregationOptions options)
    {
        var faults = new OptionFaults(DisaggregationOptions.Section);
        Check(faults, nameof(options.Policy), options.Policy);
        foreach ((string model, string policy) in options.Models)
        {
            Check(faults, $"{nameof(options.Models)}:{model}", policy);
        }

        faults.Range(nameof(options.StreamWeight), options.StreamWeight, 0, 100);
        return faults.ToResult();
    }

    private static void Check(OptionFaults faults, string option, string policy)
    {
        if (DisaggregationOptions.PolicyNamed(policy) is null)
        {
            faults.Add(option, policy, $"must be one of {string.Join(", ", Enum.GetNames<SplitPolicy>())}");
        }
    }
}
