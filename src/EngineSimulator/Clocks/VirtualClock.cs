namespace InferenceGateway.EngineSimulator.Clocks;

/// <summary>
/// A clock that jumps from event to event, so that an hour passes as fast as its events can be computed. Nothing in it depends on the
/// machine: the same events give the same history. Not thread-safe.
/// </summary>
public sealed class VirtualClock : IEventClock
{
    private readonly PriorityQueue<Action, Instant> _events = new();
    private long _asked;

    /// <summary>With no event.</summary>
    public VirtualClock() => Time = new VirtualTime(this);

    /// <inheritdoc/>
    public double Now { get; private set; }

    /// <summary>Events that have not come yet.</summary>
    public int Pending => _events.Count;

    /// <summary>The same clock for code that asks a <see cref="TimeProvider"/>; it has no timers.</summary>
    public TimeProvider Time { get; }

    /// <inheritdoc/>
    public void At(double seconds, Action action) => _events.Enqueue(action, new Instant(Math.Max(seconds, Now), _asked++));

    /// <summary>Runs until no event is left.</summary>
    public void Run() => RunUntil(double.PositiveInfinity);

    /// <summary>Runs every event up to and including an instant, and stands there afterwards, unless that is infinitely far.</summary>
    public void RunUntil(double seconds)
    {
        while (_events.TryPeek(out Action? action, out Instant due) && due.Seconds <= seconds)
        {
            _events.Dequeue();
            Now = due.Seconds;
            action();
        }

        if (double.IsFinite(seconds))
        {
            Now = Math.Max(Now, seconds);
        }
    }

    private readonly record struct Instant(double Seconds, long Order) : IComparable<Instant>
    {
        public int CompareTo(Instant other) =>
            Seconds.CompareTo(other.Seconds) is var byTime and not 0 ? byTime : Order.CompareTo(other.Order);
    }

    private sealed class VirtualTime(VirtualClock clock) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (long)(clock.Now * TimeSpan.TicksPerSecond);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new NotSupportedException("Virtual time has no timers; schedule an event instead.");
    }
}
