namespace InferenceGateway.EngineSimulator.Clocks;

/// <summary>
/// The same clock on real time: one timer for all engines of a process. Actions are late by the timer's grain, but each sees the instant
/// it was due at, so lateness does not add up from step to step. <see cref="At"/> may be called from any thread.
/// </summary>
public sealed class RealTimeClock : IEventClock, IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly Lock _queue = new();
    private readonly Lock _turn = new();
    private readonly PriorityQueue<Action, (double Seconds, long Order)> _events = new();
    private long _asked;
    private double _armed = double.PositiveInfinity;
    private double _due;
    private bool _disposed;

    /// <summary>Starts now.</summary>
    /// <param name="time">What it goes by.</param>
    public RealTimeClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public double Now => _turn.IsHeldByCurrentThread ? _due : Elapsed;

    private double Elapsed => _time.GetElapsedTime(_start).TotalSeconds;

    /// <inheritdoc/>
    public void At(double seconds, Action action)
    {
        double due = Math.Max(seconds, Now);
        lock (_queue)
        {
            _events.Enqueue(action, (due, _asked++));
            Arm();
        }
    }

    /// <summary>Nothing runs afterwards; what was still to come is dropped.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _disposed = true;
            _events.Clear();
        }

        _timer.Dispose();
    }

    private void RunDue()
    {
        lock (_turn)
        {
            while (TryTakeDue(out Action? action))
            {
                action();
            }
        }

        lock (_queue)
        {
            _armed = double.PositiveInfinity;
            Arm();
        }
    }

    private bool TryTakeDue([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? action)
    {
        lock (_queue)
        {
            if (_events.TryPeek(out action, out (double Seconds, long Order) next) && next.Seconds <= Elapsed)
            {
                _events.Dequeue();
                _due = next.Seconds;
                return true;
            }

            action = null;
            return false;
        }
    }

    private void Arm()
    {
        if (!_disposed && _events.TryPeek(out _, out (double Seconds, long Order) next) && next.Seconds < _armed)
        {
            _armed = next.Seconds;
            _timer.Change(TimeSpan.FromSeconds(Math.Max(0, next.Seconds - Elapsed)), Timeout.InfiniteTimeSpan);
        }
    }
}
