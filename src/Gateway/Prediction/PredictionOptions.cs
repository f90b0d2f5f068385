using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Prediction;

/// <summary>What is believed of workers before anything was learnt of them; section <c>Gateway:Prediction</c>.</summary>
public sealed class PredictionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Prediction";

    /// <summary>Prompt tokens a worker computes in a second. Range 1 to 10000000.</summary>
    public double PrefillTokensPerSecond { get; set; } = 4000;

    /// <summary>Seconds from a request's routing to its first token when nothing is to be computed. Range 0 to 60.</summary>
    public double BaseSeconds { get; set; } = 0.02;

    /// <summary>Seconds that a hand-off adds to a prompt's computation. Range 0 to 60.</summary>
    public double HandoffSeconds { get; set; } = 0.005;

    /// <summary>Prompt tokens whose KV rows a hand-off moves in a second, beyond what the computation hides. Range 1 to 1000000000.</summary>
    public double TransferTokensPerSecond { get; set; } = 200_000;

    /// <summary>Seconds per generated token of a request that runs alone. Range 0 to 60.</summary>
    public double TokenSeconds { get; set; } = 0.02;

    /// <summary>Seconds that each further running request adds to every token. Range 0 to 60.</summary>
    public double TokenSecondsPerRequest { get; set; } = 0.0005;

    /// <summary>UTF-8 bytes of prompt text per token. Range 0.1 to 64.</summary>
    public double BytesPerToken { get; set; } = 4;

    /// <summary>Requests after which what was learnt counts half. Range 1 to 100000.</summary>
    public double HalfLifeRequests { get; set; } = 50;
}

internal sealed class PredictionOptionsValidator : IValidateOptions<PredictionOptions>
{
    public ValidateOptionsResult Validate(string? name, PredictionOptions options)
    {
        var faults = new OptionFaults(PredictionOptions.Section);
        faults.Range(nameof(options.PrefillTokensPerSecond), options.PrefillTokensPerSecond, 1, 1e7);
        faults.Range(nameof(options.BaseSeconds), options.BaseSeconds, 0, 60);
        faults.Range(nameof(options.HandoffSeconds), options.HandoffSeconds, 0, 60);
        faults.Range(nameof(options.TransferTokensPerSecond), options.TransferTokensPerSecond, 1, 1e9);
        faults.Range(nameof(options.TokenSeconds), options.TokenSeconds, 0, 60);
        faults.Range(nameof(options.TokenSecondsPerRequest), options.TokenSecondsPerRequest, 0, 60);
        faults.Range(nameof(options.BytesPerToken), options.BytesPerToken, 0.1, 64);
        faults.Range(nameof(options.HalfLifeRequests), options.HalfLifeRequests, 1, 100_000);
        return faults.ToResult();
    }
}
