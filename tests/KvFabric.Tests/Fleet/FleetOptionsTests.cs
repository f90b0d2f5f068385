using InferenceGateway.TestSupport;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Tests.Fleet;

public sealed class FleetOptionsTests
{
    [Fact]
    public async Task Faulty_options_stop_the_start_and_are_named_all_together()
    {
        string[] names = ["BatchMilliseconds", "StateMilliseconds", "HeartbeatSeconds", "ExpectSeconds", "IndexTimeoutSeconds", "IndexReadsMax", "BlocksMax", "InFlightMilliseconds", "InFlightLeaseSeconds"];
        (string, string)[] faulty = [.. names.Select(name => ($"Fleet:{name}", "0"))];

        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(
            () => FleetGateway.StartAsync($"127.0.0.1:{FreePort.Next()}", null, faulty));

        Assert.Equal(names.Length, thrown.Failures.Count());
        Assert.All(names.Zip(thrown.Failures), pair => Assert.StartsWith($"Fleet:{pair.First} ", pair.Second, StringComparison.Ordinal));
    }
}
