using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>
/// Bounds retries to a share of the requests, so that a failing fleet is not asked twice as much. A request that never reached a worker costs
/// nobody anything and needs no budget.
/// </summary>
internal sealed class RetryBudget(IOptions<ForwardingOptions> options, TimeProvider time)
{
    // What a quiet gateway may save up; also what it starts with, for its first requests deserve retries too.
    private const double SavedMax = 100;

    private readonly Lock _gate = new();
    private readonly double _perRequest = options.Value.RetryPercent / 100.0;
    private readonly double _perSecond = options.Value.RetriesPerSecondMin;
    private double _saved = SavedMax;
    private long _at = time.GetTimestamp();

    /// <summary>A request has come.</summary>
    public void Earn()
    {
        lock (_gate)
        {
            _saved = Math.Min(SavedMax, _saved + _perRequest);
        }
    }

    /// <summary>Asks for one retry.</summary>
    public bool TrySpend()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _saved = Math.Min(SavedMax, _saved + (_perSecond * time.GetElapsedTime(_at, now).TotalSeconds));
            _at = now;
            if (_saved < 1)
            {
                return false;
            }

            _saved--;
            return true;
        }
    }
}
