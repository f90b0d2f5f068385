using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.States;

namespace InferenceGateway.Gateway.Scheduling.Fleet;

/// <summary>Loads as the fleet shares them; what this gateway has in flight is told to the others at every change.</summary>
internal sealed class SharedLoads : IFleetLoads
{
    private readonly IFleetState _states;
    private readonly IFleetInFlight _inFlight;
    private readonly WorkerNumbers _numbers;
    private readonly TimeProvider _time;

    public SharedLoads(IFleetState states, IFleetInFlight inFlight, WorkerNumbers numbers, WorkerLoads loads, TimeProvider time)
    {
        _states = states;
        _inFlight = inFlight;
        _numbers = numbers;
        _time = time;
        loads.Changed += Report;
    }

    public InFlight Others(WorkerEndpoint worker)
    {
        InFlightLoad others = _inFlight.Others(worker.Number);
        // Other gateways tell no number of prompts; whoever has prompt tokens left has at least one.
        return new InFlight((int)others.Requests, others.PrefillTokens > 0 ? 1 : 0, others.PrefillTokens, others.DecodeTokens);
    }

    public EngineState? Engine(WorkerEndpoint worker, long now) => _states.TryRead(worker.Number, out WorkerState state, out TimeSpan age)
        ? new EngineState(
            state.Running,
            state.Waiting,
            state.KvUsage,
            state.WaitingTokens,
            state.RunningTokens,
            now - (long)(age.TotalSeconds * _time.TimestampFrequency))
        : worker.Load.Engine;

    private void Report(WorkerLoad load)
    {
        InFlight own = load.Own;
        int number = _numbers.Of(load.Id);
        if (number != WorkerNumbers.None)
        {
            _inFlight.Report(number, new InFlightLoad(own.Requests, own.PrefillTokens, own.DecodeTokens));
        }
    }
}
