using System.Diagnostics;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Replay.Measuring;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Simulation;

/// <summary>One gateway: the real scheduler, its real predictions and its real in-flight accounts, over simulated workers.</summary>
public sealed class SimulatedGateway : IDisposable
{
    private const int Attempts = 2;
    private const string Model = "m";

    private readonly VirtualClock _clock;
    private readonly Dictionary<string, SimulatedEngine> _engines;
    private readonly LatencyPredictor _predictor;
    private readonly Scheduler _scheduler;
    private readonly WorkerEndpoint[] _workers;
    private readonly bool _splits;
    private readonly int _answerTokens;

    public SimulatedGateway(VirtualClock clock, SimulationSettings settings, IReadOnlyList<SimulatedEngine> engines, int answerTokens, int seed)
    {
        _clock = clock;
        _engines = engines.ToDictionary(engine => engine.Id, StringComparer.Ordinal);
        _predictor = new LatencyPredictor(settings.Prediction);
        _splits = settings.PrefillWorkers > 0;
        _answerTokens = answerTokens;
        Loads = new WorkerLoads(clock.Time);
        Mirror = new SimulatedMirror(clock, settings.ExpectSeconds);
        _workers = [.. engines.Select(Endpoint)];
        _scheduler = new SchedulerBuilder
        {
            Options = settings.Scheduling,
            Time = clock.Time,
            Random = new RandomSource((ulong)seed),
            Prefixes = Mirror,
            Predictor = _predictor,
        }.Build(settings.Profile);
    }

    public WorkerLoads Loads { get; }

    public SimulatedMirror Mirror { get; }

    /// <summary>Called after a worker's in-flight account has changed.</summary>
    public Action<WorkerLoad>? LoadChanged { get; set; }

    /// <summary>Stopwatch ticks spent in the scheduler.</summary>
    public long DecisionTicks { get; private set; }

    public long Decisions { get; private set; }

    public void Dispose() => Mirror.Dispose();

    /// <summary>Places a request and sends it on its way.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="record">Takes what is measured.</param>
    /// <param name="gaps">Takes the times between tokens.</param>
    /// <param name="ended">Called once, when it is over.</param>
    public void Handle(TraceRequest request, RequestRecord record, LogHistogram gaps, Action<RequestRecord> ended)
    {
        Picks decode = Pick(WorkerRole.Decode, request);
        Picks prefill = _splits ? Pick(WorkerRole.Prefill, request) : default;
        SimulatedEngine[] prefills = prefill.Workers is { } orders ? [.. orders.Select(each => _engines[each.Worker.Id])] : [];
        foreach (PickedWorker picked in decode.Workers)
        {
            WorkerLoad? prefillLoad = prefill.Workers is [var first, ..] ? first.Worker.Load : null;
            int cached = prefill.Workers is [var best, ..] ? best.CachedTokens : picked.CachedTokens;
            RequestTrack track = RequestTrack.Start(
                _predictor,
                _clock.Time,
                new Routed(Model, picked.Worker.Load, prefillLoad, request.PromptTokens, request.PromptTokens - cached, _answerTokens));
            RequestWatch watch = new(_clock, record, track, gaps, () => Changed(picked.Worker.Load, prefillLoad), ended);
            if (_engines[picked.Worker.Id].Submit(Simulated(request, watch, prefills)) == Admission.Accepted)
            {
                picked.Worker.Load.CountPick();
                Changed(picked.Worker.Load, prefillLoad);
                return;
            }

            track.Dispose();
        }

        ended(record);
    }

    private static SimulatedRequest Simulated(TraceRequest request, RequestWatch watch, SimulatedEngine[] prefills) => new()
    {
        Id = "r",
        PromptTokens = request.PromptTokens,
        OutputTokens = request.OutputTokens,
        Blocks = request.Blocks,
        Listener = watch,
        Prefills = prefills,
    };

    private void Changed(WorkerLoad decode, WorkerLoad? prefill)
    {
        LoadChanged?.Invoke(decode);
        if (prefill is not null)
        {
            LoadChanged?.Invoke(prefill);
        }
    }

    private Picks Pick(WorkerRole role, TraceRequest request)
    {
        Placement placement = new()
        {
            Model = Model,
            Role = role,
            Keys = request.Blocks,
            PromptTokens = request.PromptTokens,
            AnswerTokens = _answerTokens,
        };
        long start = Stopwatch.GetTimestamp();
        Picks picks = _scheduler.Pick(_workers, placement, Attempts);
        DecisionTicks += Stopwatch.GetTimestamp() - start;
        Decisions++;
        return picks;
    }

    private WorkerEndpoint Endpoint(SimulatedEngine engine) => WorkerEndpoint.TryCreate(
        new WorkerRecord
        {
            Id = engine.Id,
            Role = SimulatedCluster.RoleOf(engine),
            Model = Model,
            ApiUrl = "http://simulated",
            InternalUrl = "http://simulated",
            KvEndpoint = "simulated:1",
            Epoch = 1,
            Slots = engine.Calibration.Slots,
            ContextLength = (int)Math.Min(engine.Calibration.KvTokens / engine.Calibration.Slots, int.MaxValue),
            ModelHash = "0",
        },
        Loads)!;
}
