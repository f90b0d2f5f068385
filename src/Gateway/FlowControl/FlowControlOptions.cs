using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>How requests wait when a pool is full; section <c>Gateway:FlowControl</c>.</summary>
public sealed class FlowControlOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:FlowControl";

    /// <summary>Longest wait for admission. Range 10 milliseconds to 1 hour.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request waits for a worker while its pool has none, so that a pool can start from nothing. Range 0 to 1 hour;
    /// 0, the default, answers 503 at once.
    /// </summary>
    public TimeSpan WaitForWorkers { get; set; } = TimeSpan.Zero;

    /// <summary>Most waiting requests of one model and priority. Range 0 to 100000; 0 lets nobody wait.</summary>
    public int QueueMax { get; set; } = 1024;

    /// <summary>Most waiting requests of one tenant among those. Range 1 to 100000.</summary>
    public int QueuePerTenantMax { get; set; } = 512;

    /// <summary>
    /// Most estimated tokens of all waiting requests of one model and priority. A waiting request's body stays in memory, some four
    /// bytes a token. Range 1 to 1,000,000,000.
    /// </summary>
    public long QueuedTokensMax { get; set; } = 16_000_000;

    /// <summary>Share of the service in tokens that normal priority keeps while it waits, whatever waits above it. Range 0 to 0.5.</summary>
    public double NormalReserve { get; set; } = 0.2;

    /// <summary>Share of the service in tokens that low priority keeps while it waits, whatever waits above it. Range 0 to 0.5.</summary>
    public double LowReserve { get; set; } = 0.05;
}

internal sealed class FlowControlOptionsValidator : IValidateOptions<FlowControlOptions>
{
    public ValidateOptionsResult Validate(string? name, FlowControlOptions options)
    {
        var faults = new OptionFaults(FlowControlOptions.Section);
        faults.Range(nameof(options.QueueTimeout), options.QueueTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        faults.Range(nameof(options.WaitForWorkers), options.WaitForWorkers, TimeSpan.Zero, TimeSpan.FromHours(1));
        faults.Range(nameof(options.QueueMax), options.QueueMax, 0, 100_000);
        faults.Range(nameof(options.QueuePerTenantMax), options.QueuePerTenantMax, 1, 100_000);
        faults.Range(nameof(options.QueuedTokensMax), options.QueuedTokensMax, 1, 1_000_000_000);
        faults.Range(nameof(options.NormalReserve), options.NormalReserve, 0, 0.5);
        faults.Range(nameof(options.LowReserve), options.LowReserve, 0, 0.5);
        return faults.ToResult();
    }
}
