namespace InferenceGateway.Serving.Handoff;

/// <summary>Instants of one ordered prefill.</summary>
internal sealed class PrefillTimes(TimeProvider time)
{
    private readonly long _arrived = time.GetTimestamp();
    private long _started;
    private long _finished;

    /// <summary>Arrival to slot.</summary>
    public TimeSpan Queued => _started == 0 ? TimeSpan.Zero : time.GetElapsedTime(_arrived, _started);

    /// <summary>Slot to first token, pushing of all but the last chunk included.</summary>
    public TimeSpan Computed => _finished == 0 ? TimeSpan.Zero : time.GetElapsedTime(_started, _finished);

    public void Started() => _started = time.GetTimestamp();

    public void Finished() => _finished = time.GetTimestamp();
}
