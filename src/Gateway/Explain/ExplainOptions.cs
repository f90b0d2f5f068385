using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Explain;

/// <summary>How much of past decisions is kept; section <c>Gateway:Explain</c>.</summary>
public sealed class ExplainOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Explain";

    /// <summary>Decisions kept, two for a split request; 0 keeps none. Range 0 to 100000.</summary>
    public int DecisionsMax { get; set; } = 2048;

    /// <summary>Workers kept of each decision, the best ones and the chosen. Range 1 to 256.</summary>
    public int CandidatesMax { get; set; } = 16;
}

internal sealed class ExplainOptionsValidator : IValidateOptions<ExplainOptions>
{
    public ValidateOptionsResult Validate(string? name, ExplainOptions options)
    {
        var faults = new OptionFaults(ExplainOptions.Section);
        faults.Range(nameof(options.DecisionsMax), options.DecisionsMax, 0, 100_000);
        faults.Range(nameof(options.CandidatesMax), options.CandidatesMax, 1, 256);
        return faults.ToResult();
    }
}
