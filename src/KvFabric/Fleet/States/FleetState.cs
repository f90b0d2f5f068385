using InferenceGateway.Contracts;

namespace InferenceGateway.KvFabric.Fleet.States;

/// <summary>The newest state of every worker, filled by <see cref="Mirroring.FleetMirror"/>.</summary>
internal sealed class FleetState(TimeProvider time) : IFleetState
{
    private readonly Said?[] _said = new Said?[Limits.WorkersMax];

    public bool TryRead(int worker, out WorkerState state, out TimeSpan age)
    {
        if ((uint)worker < (uint)_said.Length && Volatile.Read(ref _said[worker]) is { } said)
        {
            (state, age) = (said.State, time.GetElapsedTime(said.At));
            return true;
        }

        (state, age) = (default, TimeSpan.Zero);
        return false;
    }

    public void Put(int worker, in WorkerState state) => Volatile.Write(ref _said[worker], new Said(state, time.GetTimestamp()));

    public void Clear(int worker) => Volatile.Write(ref _said[worker], null);

    private sealed record Said(WorkerState State, long At);
}
