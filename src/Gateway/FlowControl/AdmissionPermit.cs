using InferenceGateway.Gateway.FlowControl.Queueing;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>A request's right to run. It holds a place in the pool until it is disposed; a second dispose does nothing.</summary>
public sealed class AdmissionPermit : IDisposable
{
    private readonly TenantLine? _line;
    private readonly TenantLoad? _load;
    private PoolQueue? _pool;
    private long _actual;

    internal AdmissionPermit(PoolQueue pool, long tokens, TenantLine? line, TenantLoad? load)
    {
        _pool = pool;
        _line = line;
        _load = load;
        _actual = tokens;
        Tokens = tokens;
    }

    /// <summary>The size the request was admitted with, in tokens.</summary>
    public long Tokens { get; }

    /// <summary>Says how many tokens it really took, once they are known and before it is disposed: its tenant is charged for those.</summary>
    public void Settle(long tokens) => Interlocked.Exchange(ref _actual, Math.Max(0, tokens));

    /// <summary>Gives the place back; whoever waits for it is woken.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pool, null) is { } pool)
        {
            _load?.Leave();
            pool.Release(Tokens, Interlocked.Read(ref _actual), _line);
        }
    }
}
