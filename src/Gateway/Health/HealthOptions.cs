using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Health;

/// <summary>When the gateway stops sending to a worker that fails; section <c>Gateway:Health</c>.</summary>
public sealed class HealthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Health";

    /// <summary>Failures in a row after which a worker is left out. One that cannot be reached at all is left out at once. Range 1 to 1000.</summary>
    public int FailuresToEject { get; set; } = 3;

    /// <summary>Share of failures among the last requests after which a worker is left out, in percent. Range 1 to 100; 100 leaves only the row of failures.</summary>
    public int FailurePercentToEject { get; set; } = 50;

    /// <summary>Fewest requests on which that share is judged. Range 5 to 10000.</summary>
    public int RequestsToJudge { get; set; } = 20;

    /// <summary>How long a worker is left out the first time; each time in a row doubles it. Range 100 milliseconds to 1 hour.</summary>
    public TimeSpan EjectionTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest it is left out. Range <see cref="EjectionTime"/> to 1 hour.</summary>
    public TimeSpan EjectionTimeMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When more than this share of a pool's workers is left out, all of them get requests again: then it is not the workers. Range 0 to
    /// 100 percent.
    /// </summary>
    public int PanicPercent { get; set; } = 50;

    /// <summary>How long a worker that has just appeared gets fewer requests, growing with its age. Range 0 (off) to 1 hour.</summary>
    public TimeSpan SlowStart { get; set; }
}

internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        var faults = new OptionFaults(HealthOptions.Section);
        faults.Range(nameof(options.FailuresToEject), options.FailuresToEject, 1, 1000);
        faults.Range(nameof(options.FailurePercentToEject), options.FailurePercentToEject, 1, 100);
        faults.Range(nameof(options.RequestsToJudge), options.RequestsToJudge, 5, 10_000);
        faults.Range(nameof(options.EjectionTime), options.EjectionTime, TimeSpan.FromMilliseconds(100), _hour);
        faults.Range(nameof(options.EjectionTimeMax), options.EjectionTimeMax, options.EjectionTime, _hour);
        faults.Range(nameof(options.PanicPercent), options.PanicPercent, 0, 100);
        faults.Range(nameof(options.SlowStart), options.SlowStart, TimeSpan.Zero, _hour);
        return faults.ToResult();
    }
}
