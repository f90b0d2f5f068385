using System.Collections.Frozen;
using System.Net;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.EngineSimulator.Calibration;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.EngineSimulator.Telemetry;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Prompts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>All simulated workers of this process, on one clock.</summary>
public sealed class SimulatedFleet
{
    private readonly SimulatorOptions _options;
    private FrozenDictionary<int, SimulatedWorker> _byPort = FrozenDictionary<int, SimulatedWorker>.Empty;

    /// <summary>Makes the workers; they listen nowhere yet.</summary>
    public SimulatedFleet(IOptions<SimulatorOptions> options, RealTimeClock clock)
    {
        _options = options.Value;
        Clock = clock;
        // Text keys stand for blocks of text, so the engine's blocks are as long.
        EngineCalibration calibration = SimulatorOptionsValidator.Read(_options) with { BlockTokens = PromptChain.BlockBytes / _options.BytesPerToken };
        Workers =
        [
            .. Enumerable.Range(0, _options.PrefillWorkers).Select(number => Create(WorkerRole.Prefill, number, calibration)),
            .. Enumerable.Range(0, _options.DecodeWorkers).Select(number => Create(WorkerRole.Decode, number, calibration)),
        ];
        ById = Workers.ToFrozenDictionary(worker => worker.Id, StringComparer.Ordinal);
    }

    /// <summary>The workers, prefill first.</summary>
    public IReadOnlyList<SimulatedWorker> Workers { get; }

    internal RealTimeClock Clock { get; }

    internal FrozenDictionary<string, SimulatedWorker> ById { get; }

    internal void Bind(KestrelServerOptions kestrel)
    {
        IPAddress address = IPAddress.Parse(_options.ListenAddress);
        for (int number = 0; number < Workers.Count; number++)
        {
            int port = _options.FirstPort == 0 ? 0 : _options.FirstPort + number;
            Workers[number].Listener = MarkedListener.Listen(kestrel, address, port, ListenerKind.Internal);
        }
    }

    /// <summary>Learns the ports once the server has them.</summary>
    internal void Started() => _byPort = Workers.ToFrozenDictionary(worker => worker.Listener.EndPoint.Port);

    /// <summary>The worker whose port a request came through.</summary>
    internal SimulatedWorker At(HttpContext context) => _byPort[context.Connection.LocalPort];

    private SimulatedWorker Create(WorkerRole role, int number, EngineCalibration calibration)
    {
        string id = $"{_options.IdPrefix}-{role.ToString().ToLowerInvariant()}-{number}";
        SimulatedEngine engine = new(id, calibration, Clock, new EngineBounds(_options.WaitingMax, _options.HandoffTimeoutSeconds));
        return new SimulatedWorker(engine, role, new SimulatedMetrics(_options.ModelName, engine));
    }
}
