using InferenceGateway.Contracts.Workers;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>Puts all workers into the directory once their ports are open, and takes them out before they close.</summary>
internal sealed class FleetRegistrar(
    SimulatedFleet fleet, IWorkerDirectory directory, IOptions<SimulatorOptions> options, TimeProvider time, ILogger<FleetRegistrar> logger)
    : IHostedLifecycleService
{
    // Nobody exchanges real rows with a simulated worker, so one made-up hash for all is right.
    private const string ModelHash = "00000000000000000000000000000000";

    private readonly List<IWorkerRegistration> _registrations = [];

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        fleet.Started();
        foreach (SimulatedWorker worker in fleet.Workers)
        {
            _registrations.Add(await directory.RegisterAsync(Record(worker), cancellationToken));
        }

        SimulatorLog.Ready(
            logger,
            fleet.Workers.Count(worker => worker.Role == WorkerRole.Prefill),
            fleet.Workers.Count(worker => worker.Role == WorkerRole.Decode),
            options.Value.ModelName,
            options.Value.Calibration,
            fleet.Workers[0].Url,
            fleet.Workers[^1].Url);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (IWorkerRegistration registration in _registrations)
        {
            await registration.DisposeAsync();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private WorkerRecord Record(SimulatedWorker worker)
    {
        EngineCalibration engine = worker.Engine.Calibration;
        return new WorkerRecord
        {
            Id = worker.Id,
            Role = worker.Role,
            Model = options.Value.ModelName,
            ApiUrl = worker.Url,
            InternalUrl = worker.Url,
            KvEndpoint = worker.Listener.EndPoint.ToString(),
            Epoch = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Slots = engine.Slots,
            ContextLength = (int)Math.Min(engine.KvTokens, int.MaxValue),
            ModelHash = ModelHash,
        };
    }
}
