using System.Diagnostics;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Replay.Measuring;
using Trace = InferenceGateway.Replay.Traces.Trace;

namespace InferenceGateway.Replay.Simulation;

/// <summary>Gateways and workers in virtual time: replays one trace once.</summary>
public sealed class SimulatedCluster
{
    private const char PrefillMark = 'p';

    private readonly VirtualClock _clock = new();
    private readonly SimulationSettings _settings;
    private readonly Trace _trace;
    private readonly SimulatedEngine[] _engines;
    private readonly RequestRecord[] _records;
    private readonly LogHistogram _gaps = new();
    private readonly string _name;
    private readonly Progress _progress;
    private int _arrived;
    private int _left;
    private double _lastEnd;

    private SimulatedCluster(string name, SimulationSettings settings, Trace trace, Progress progress)
    {
        (_name, _settings, _trace, _progress) = (name, settings, trace, progress);
        _records = [.. trace.Requests.Select(request => new RequestRecord(request))];
        _left = _records.Length;
        _engines =
        [
            .. Enumerable.Range(0, settings.PrefillWorkers).Select(number => Engine($"{PrefillMark}{number}")),
            .. Enumerable.Range(0, settings.DecodeWorkers).Select(number => Engine($"d{number}")),
        ];
    }

    /// <summary>Replays a trace; equal arguments give equal reports, but for the real times in them.</summary>
    public static RunReport Replay(string name, SimulationSettings settings, Trace trace, Progress progress)
    {
        // Blocks are those of the trace, whatever the engine's are.
        SimulationSettings fitting = settings with { Calibration = settings.Calibration with { BlockTokens = trace.BlockTokens } };
        return new SimulatedCluster(name, fitting, trace, progress).Run();
    }

    internal static WorkerRole RoleOf(SimulatedEngine engine) => engine.Id[0] == PrefillMark ? WorkerRole.Prefill : WorkerRole.Decode;

    private RunReport Run()
    {
        long start = Stopwatch.GetTimestamp();
        Random random = new(_settings.Seed);
        SimulatedGateway[] gateways =
            [.. Enumerable.Range(0, _settings.Gateways).Select(_ => new SimulatedGateway(_clock, _settings, _engines, (int)_trace.MeanOutput, random.Next()))];
        try
        {
            _ = new FleetExchange(_clock, _settings.ExchangeSeconds, gateways);
            foreach (SimulatedEngine engine in _engines)
            {
                _ = new EngineAnnouncer(_clock, engine, gateways, _settings, random.NextDouble() * _settings.StateSeconds, () => _left > 0);
            }

            Arrive(gateways, random);
            _clock.Run();
            return Report(gateways, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            Array.ForEach(gateways, gateway => gateway.Dispose());
            _progress.Clear();
        }
    }

    // One arrival schedules the next, so that the queue of events stays short.
    private void Arrive(SimulatedGateway[] gateways, Random random)
    {
        if (_arrived < _records.Length)
        {
            RequestRecord record = _records[_arrived++];
            _clock.At(record.Request.At, () =>
            {
                gateways[random.Next(gateways.Length)].Handle(record.Request, record, _gaps, Ended);
                Arrive(gateways, random);
            });
        }
    }

    private void Ended(RequestRecord record)
    {
        _left--;
        _lastEnd = _clock.Now;
        _progress.Report(_name, _records.Length - _left, _records.Length);
    }

    private RunReport Report(SimulatedGateway[] gateways, double wallSeconds)
    {
        double span = Math.Max(_lastEnd - _records[0].Request.At, double.Epsilon);
        double[] busy = [.. _engines.Select(engine => engine.Totals.BusySeconds)];
        TimeSpan deciding = Stopwatch.GetElapsedTime(0, gateways.Sum(gateway => gateway.DecisionTicks));
        return RunReport.Of(_name, _records, _gaps, _settings.Slo, span, wallSeconds) with
        {
            IdealHitRate = IdealCache.HitRate(_trace, (long)_settings.Calibration.KvBlocks * CachingWorkers()),
            BusiestByMean = busy.Max() / busy.Average(),
            Busy = busy.Average() / span,
            DecisionMicroseconds = deciding.TotalMicroseconds / gateways.Sum(gateway => gateway.Decisions),
        };
    }

    // In a split cluster prompts are looked for on prefill workers only.
    private int CachingWorkers() => _settings.PrefillWorkers > 0 ? _settings.PrefillWorkers : _settings.DecodeWorkers;

    private SimulatedEngine Engine(string id) => new(id, _settings.Calibration, _clock, _settings.Bounds);
}
