namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>
/// How many tokens a pool gets done in a second while requests wait for it: only then does the rate say what the pool can do and not
/// what is asked of it. Recent seconds count most. Not thread-safe.
/// </summary>
internal sealed class ServiceRate(TimeProvider time)
{
    private const double HalfLifeSeconds = 10;

    // Fewer finished requests than this say nothing.
    private const int FinishedMin = 8;

    private double _tokens;
    private double _seconds;
    private long? _busyUpTo;
    private int _finished;

    /// <summary>Null until enough was seen.</summary>
    public double? TokensPerSecond
    {
        get
        {
            Advance();
            return _finished >= FinishedMin && _seconds > 0 ? _tokens / _seconds : null;
        }
    }

    /// <summary>Whether requests wait from now on.</summary>
    public void SetBusy(bool busy)
    {
        Advance();
        _busyUpTo = busy ? time.GetTimestamp() : null;
    }

    /// <summary>A request ended that was admitted with so many tokens.</summary>
    public void Record(long tokens)
    {
        if (_busyUpTo is null)
        {
            return;
        }

        Advance();
        _tokens += tokens;
        _finished = Math.Min(_finished + 1, FinishedMin);
    }

    private void Advance()
    {
        if (_busyUpTo is not { } last)
        {
            return;
        }

        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(last, now).TotalSeconds;
        double kept = Math.Pow(2, -seconds / HalfLifeSeconds);
        _tokens *= kept;
        _seconds = (_seconds * kept) + seconds;
        _busyUpTo = now;
    }
}
