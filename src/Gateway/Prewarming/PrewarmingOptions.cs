using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Prewarming;

/// <summary>Whether a fresh worker computes the most used system prompts before it gets requests; section <c>Gateway:Prewarming</c>.</summary>
public sealed class PrewarmingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Prewarming";

    /// <summary>How many system prompts of each model a fresh worker computes. Range 0 (off) to 64. When on, their text is kept in memory.</summary>
    public int Prompts { get; set; }

    /// <summary>Longest time a fresh worker is kept out of the way for that. Range 1 second to 1 hour.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

internal sealed class PrewarmingOptionsValidator : IValidateOptions<PrewarmingOptions>
{
    public ValidateOptionsResult Validate(string? name, PrewarmingOptions options)
    {
        var faults = new OptionFaults(PrewarmingOptions.Section);
        faults.Range(nameof(options.Prompts), options.Prompts, 0, 64);
        faults.Range(nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        return faults.ToResult();
    }
}
