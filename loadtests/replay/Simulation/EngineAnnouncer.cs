using InferenceGateway.EngineSimulator.Blocks;
using InferenceGateway.EngineSimulator.Clocks;
using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Simulation;

/// <summary>Carries one engine's block events and load to every gateway, late by as much as the settings say.</summary>
internal sealed class EngineAnnouncer : IBlockListener
{
    private readonly VirtualClock _clock;
    private readonly SimulatedEngine _engine;
    private readonly IReadOnlyList<SimulatedGateway> _gateways;
    private readonly SimulationSettings _settings;
    private readonly Func<bool> _goesOn;
    private EngineLoad _told;
    private double _toldAt = double.NegativeInfinity;

    public EngineAnnouncer(
        VirtualClock clock, SimulatedEngine engine, IReadOnlyList<SimulatedGateway> gateways, SimulationSettings settings, double offset, Func<bool> goesOn)
    {
        (_clock, _engine, _gateways, _settings, _goesOn) = (clock, engine, gateways, settings, goesOn);
        engine.Pool.Listener = this;
        clock.At(offset, Look);
    }

    public void Stored(BlockKey? parent, ReadOnlySpan<BlockKey> keys)
    {
        BlockKey[] copy = keys.ToArray();
        Later(gateway => gateway.Mirror.Stored(_engine.Id, parent, copy));
    }

    public void Removed(BlockKey key) => Later(gateway => gateway.Mirror.Removed(_engine.Id, key));

    public void Cleared() => Later(gateway => gateway.Mirror.Cleared(_engine.Id));

    private void Look()
    {
        EngineLoad load = _engine.Load;
        if (load != _told || _clock.Now - _toldAt >= _settings.HeartbeatSeconds)
        {
            (_told, _toldAt) = (load, _clock.Now);
            Later(gateway => gateway.Loads.For(_engine.Id).Engine = State(load));
        }

        if (_goesOn())
        {
            _clock.At(_clock.Now + _settings.StateSeconds, Look);
        }
    }

    private EngineState State(EngineLoad load) => new(
        load.Running,
        load.Waiting,
        load.KvUsage,
        load.PromptTokens,
        (long)(load.KvUsage * _engine.Calibration.KvTokens),
        _clock.Time.GetTimestamp());

    private void Later(Action<SimulatedGateway> hear) => _clock.At(_clock.Now + _settings.EventSeconds, () =>
    {
        foreach (SimulatedGateway gateway in _gateways)
        {
            hear(gateway);
        }
    });
}
