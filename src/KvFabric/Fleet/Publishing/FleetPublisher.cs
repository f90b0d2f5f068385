using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Fleet.States;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet.Publishing;

/// <summary>A worker's side of the fleet, over Redis.</summary>
internal sealed class FleetPublisher(
    RedisConnection connection,
    IOptions<DirectoryOptions> directory,
    IOptions<FleetOptions> options,
    TimeProvider time,
    ILogger<FleetPublisher> logger) : IFleetPublisher
{
    private readonly FleetKeys _keys = new(directory.Value.KeyPrefix);

    public IWorkerPublisher Open(string model, string workerId, long epoch, Func<WorkerState> load) =>
        new WorkerPublisher(workerId, epoch, _keys.Model(model), load, connection, options.Value, time, logger);
}
