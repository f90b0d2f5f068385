using System.Net;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Directory;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Puts the worker into the directory once its ports are open, and takes it out before they close.</summary>
internal sealed class WorkerRegistrar(
    IWorkerDirectory directory,
    WorkerIdentity worker,
    ServedModel model,
    InferenceEngine engine,
    WorkerListeners listeners,
    IKvListener kv,
    IOptions<WorkerOptions> options,
    ILogger<WorkerRegistrar> logger) : IHostedLifecycleService
{
    private IWorkerRegistration? _registration;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        WorkerRecord record = Record();
        _registration = await directory.RegisterAsync(record, cancellationToken);
        ServingLog.Ready(
            logger, worker.Role.ToString().ToLowerInvariant(), worker.Id, model.Name, record.ApiUrl, record.InternalUrl, record.KvEndpoint, engine.Slots, engine.Capacity,
            engine.ArenaBytes >> 20);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_registration is not null)
        {
            await _registration.DisposeAsync();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private WorkerRecord Record() => new()
    {
        Id = worker.Id,
        Role = worker.Role,
        Model = model.Name,
        ApiUrl = $"http://{Reachable(listeners.Api)}",
        InternalUrl = $"http://{Reachable(listeners.Internal)}",
        KvEndpoint = Reachable(kv.Endpoint ?? throw new InvalidOperationException("The KV listener has not started.")),
        Epoch = worker.Epoch,
        Slots = engine.Slots,
        ContextLength = engine.Capacity,
        ModelHash = model.Hash,
    };

    /// <summary>The address others use: the advertised host, or where the socket listens, or this host's name for a wildcard.</summary>
    private string Reachable(IPEndPoint bound)
    {
        string advertised = options.Value.AdvertisedHost;
        bool wildcard = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any);
        return advertised.Length > 0 ? $"{advertised}:{bound.Port}"
            : wildcard ? $"{Dns.GetHostName()}:{bound.Port}"
            : bound.ToString();
    }
}
