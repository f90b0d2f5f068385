namespace InferenceGateway.EngineSimulator.Clocks;

/// <summary>
/// What drives simulated engines: it says what time it is and runs what is due. Actions of one clock never overlap, so engines on the
/// same clock need no locks.
/// </summary>
public interface IEventClock
{
    /// <summary>Seconds since the clock was made. Inside an action this is the instant the action was due at.</summary>
    double Now { get; }

    /// <summary>Runs an action once. Of actions that are due at the same instant, the one that was asked for first runs first.</summary>
    /// <param name="seconds">When, in seconds since the clock was made; an instant that has passed means as soon as possible.</param>
    /// <param name="action">What; it must not throw.</param>
    void At(double seconds, Action action);
}
