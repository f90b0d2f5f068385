using InferenceGateway.Inference.Engine;
using InferenceGateway.KvFabric.Fleet.States;

namespace InferenceGateway.Serving.Publishing;

/// <summary>Counts the tokens of this worker's requests, which the engine does not.</summary>
internal sealed class ServedLoads
{
    private long _waiting;
    private long _running;

    /// <summary>A request comes and waits for a slot. It counts until its share is disposed.</summary>
    public LoadShare Enter(int promptTokens) => new(this, promptTokens);

    /// <summary>The worker's load now.</summary>
    public WorkerState With(EngineLoad load) =>
        new(load.Running, load.Waiting, load.KvUsage, Interlocked.Read(ref _waiting), Interlocked.Read(ref _running));

    /// <summary>What one request adds.</summary>
    internal sealed class LoadShare : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly ServedLoads _loads;
        private long _waits;
        private long _runs;
        private bool _ended;

        public LoadShare(ServedLoads loads, int promptTokens)
        {
            _loads = loads;
            Add(promptTokens, 0);
        }

        /// <summary>It has a slot.</summary>
        public void Run()
        {
            lock (_gate)
            {
                Add(-_waits, _waits);
            }
        }

        /// <summary>A token was drawn for it.</summary>
        public void Draw()
        {
            lock (_gate)
            {
                Add(0, _ended ? 0 : 1);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
                Add(-_waits, -_runs);
            }
        }

        private void Add(long waits, long runs)
        {
            _waits += waits;
            _runs += runs;
            Interlocked.Add(ref _loads._waiting, waits);
            Interlocked.Add(ref _loads._running, runs);
        }
    }
}
