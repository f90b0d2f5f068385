using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>Collects every fault of <see cref="FleetOptions"/>.</summary>
internal sealed class FleetOptionsValidator : IValidateOptions<FleetOptions>
{
    public ValidateOptionsResult Validate(string? name, FleetOptions options)
    {
        OptionFaults faults = new(FleetOptions.Section);
        faults.Range(nameof(options.BatchMilliseconds), options.BatchMilliseconds, 1, 1000);
        faults.Range(nameof(options.StateMilliseconds), options.StateMilliseconds, 10, 10_000);
        faults.Range(nameof(options.HeartbeatSeconds), options.HeartbeatSeconds, 0.1, 60);
        faults.Range(nameof(options.ExpectSeconds), options.ExpectSeconds, 0.05, 60);
        faults.Range(nameof(options.IndexTimeoutSeconds), options.IndexTimeoutSeconds, 0.1, 60);
        faults.Range(nameof(options.IndexReadsMax), options.IndexReadsMax, 1, 256);
        faults.Range(nameof(options.BlocksMax), options.BlocksMax, 1000, 100_000_000);
        faults.Range(nameof(options.InFlightMilliseconds), options.InFlightMilliseconds, 1, 1000);
        faults.Range(nameof(options.InFlightLeaseSeconds), options.InFlightLeaseSeconds, 0.5, 3600);
        return faults.ToResult();
    }
}
