using Prometheus;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>What this gateway has in flight on one worker. Outlives the worker's record, so that a change of it loses no count.</summary>
internal sealed class WorkerLoad(Gauge.Child requestsGauge, Counter.Child picks)
{
    private long _tokens;
    private int _requests;

    public long Tokens => Interlocked.Read(ref _tokens);

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Counts a request in until the lease is disposed.</summary>
    public Lease Take(long tokens)
    {
        Interlocked.Add(ref _tokens, tokens);
        Interlocked.Increment(ref _requests);
        requestsGauge.Inc();
        return new Lease(this, tokens);
    }

    public void CountPick() => picks.Inc();

    /// <summary>Takes the worker's series out of the metrics.</summary>
    public void Forget()
    {
        requestsGauge.Remove();
        picks.Remove();
    }

    private void Release(long tokens)
    {
        Interlocked.Add(ref _tokens, -tokens);
        Interlocked.Decrement(ref _requests);
        requestsGauge.Dec();
    }

    /// <summary>One request's share; disposing it twice releases once.</summary>
    internal struct Lease(WorkerLoad load, long tokens) : IDisposable
    {
        private WorkerLoad? _load = load;

        public void Dispose()
        {
            _load?.Release(tokens);
            _load = null;
        }
    }
}
