using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>How the gateway talks to workers; section <c>Gateway:Forwarding</c>.</summary>
public sealed class ForwardingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Forwarding";

    /// <summary>Longest silence of a worker, before its first byte and between two. Range 1 second to 24 hours.</summary>
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest silence between two events of a stream; then the client is told, and the worker left. Range 100 milliseconds to 24 hours.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait for a connection to a worker. Range 10 milliseconds to 1 minute.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time another maker's prefill engine may take for a prompt. Range 1 second to 1 hour.</summary>
    public TimeSpan PrefillTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Most connections to one worker at once. Range 1 to 65536.</summary>
    public int ConnectionsPerWorkerMax { get; set; } = 4096;

    /// <summary>Retries after a worker failed, as a share of all requests, in percent. Range 0 (none) to 100.</summary>
    public double RetryPercent { get; set; } = 20;

    /// <summary>Retries that are always granted, per second. Range 0 to 10000.</summary>
    public double RetriesPerSecondMin { get; set; } = 10;

    /// <summary>Mean pause before the first retry; each further one doubles it. Range 0 to 10 seconds.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>What <c>Retry-After</c> says when no worker can take a request. Range 1 second to 1 hour.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}

internal sealed class ForwardingOptionsValidator : IValidateOptions<ForwardingOptions>
{
    public ValidateOptionsResult Validate(string? name, ForwardingOptions options)
    {
        var faults = new OptionFaults(ForwardingOptions.Section);
        faults.Range(nameof(options.ActivityTimeout), options.ActivityTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        faults.Range(nameof(options.StallTimeout), options.StallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));
        faults.Range(nameof(options.ConnectTimeout), options.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        faults.Range(nameof(options.PrefillTimeout), options.PrefillTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        faults.Range(nameof(options.ConnectionsPerWorkerMax), options.ConnectionsPerWorkerMax, 1, 65536);
        faults.Range(nameof(options.RetryPercent), options.RetryPercent, 0, 100);
        faults.Range(nameof(options.RetriesPerSecondMin), options.RetriesPerSecondMin, 0, 10_000);
        faults.Range(nameof(options.RetryPause), options.RetryPause, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        faults.Range(nameof(options.RetryAfter), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        return faults.ToResult();
    }
}
