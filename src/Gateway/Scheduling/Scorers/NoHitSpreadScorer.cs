namespace InferenceGateway.Gateway.Scheduling.Scorers;

/// <summary>
/// Spreads prompts of which no worker holds anything, so that one worker's cache is not overwritten while others idle: 1 for the worker
/// that took such a prompt longest ago, 0 for the one that took the last. All alike when anyone holds a part.
/// </summary>
public sealed class NoHitSpreadScorer : IWorkerScorer, IPlacementObserver
{
    private readonly Lock _gate = new();
    private long[] _lastTaken = new long[16];
    private long _taken;

    /// <inheritdoc/>
    public string Name => "no-hit-spread";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        if (IsHit(candidates))
        {
            scores.Fill(0.5);
            return;
        }

        long[] lastTaken = Volatile.Read(ref _lastTaken);
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            int ordinal = all[i].Worker.Load.Ordinal;
            scores[i] = ordinal < lastTaken.Length ? lastTaken[ordinal] : 0;
        }

        Scale.LowIsBest(scores);
    }

    /// <inheritdoc/>
    public void Placed(CandidateSet candidates, int chosen)
    {
        if (IsHit(candidates))
        {
            return;
        }

        int ordinal = candidates.All[chosen].Worker.Load.Ordinal;
        lock (_gate)
        {
            if (ordinal >= _lastTaken.Length)
            {
                long[] longer = new long[Math.Max(ordinal + 1, 2 * _lastTaken.Length)];
                _lastTaken.CopyTo(longer, 0);
                Volatile.Write(ref _lastTaken, longer);
            }

            _lastTaken[ordinal] = ++_taken;
        }
    }

    private static bool IsHit(CandidateSet candidates)
    {
        for (int i = 0; i < candidates.Count; i++)
        {
            if (candidates.CachedTokens(i) > 0)
            {
                return true;
            }
        }

        return false;
    }
}
