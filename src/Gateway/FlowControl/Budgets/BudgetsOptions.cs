using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>How tenants' token budgets are counted; section <c>Gateway:Budgets</c>. How large they are stands with the tenants.</summary>
public sealed class BudgetsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Budgets";

    /// <summary>Length of a window; windows follow each other from 1970 on, in UTC. Range 1 second to 31 days.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Part of a budget that a gateway takes from Redis at once, so that most requests need no round trip. Larger parts mean fewer round
    /// trips, and more that lies unused with one gateway while another has none. Range 0.001 to 1.
    /// </summary>
    public double LeaseShare { get; set; } = 0.02;

    /// <summary>Part of a budget that a gateway grants by itself in a window while Redis cannot be asked. Range 0 to 1.</summary>
    public double LocalShare { get; set; } = 0.25;

    /// <summary>Longest wait of a request for Redis. Range 5 milliseconds to 10 seconds.</summary>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(100);
}

internal sealed class BudgetsOptionsValidator : IValidateOptions<BudgetsOptions>
{
    public ValidateOptionsResult Validate(string? name, BudgetsOptions options)
    {
        var faults = new OptionFaults(BudgetsOptions.Section);
        faults.Range(nameof(options.Window), options.Window, TimeSpan.FromSeconds(1), TimeSpan.FromDays(31));
        faults.Range(nameof(options.LeaseShare), options.LeaseShare, 0.001, 1);
        faults.Range(nameof(options.LocalShare), options.LocalShare, 0, 1);
        faults.Range(nameof(options.RedisTimeout), options.RedisTimeout, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(10));
        return faults.ToResult();
    }
}
