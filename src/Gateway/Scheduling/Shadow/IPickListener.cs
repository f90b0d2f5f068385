namespace InferenceGateway.Gateway.Scheduling.Shadow;

/// <summary>Hears of every choice that a scheduler made, with all that it was made from.</summary>
public interface IPickListener
{
    /// <summary>A choice was made. The prompt's keys are gone when this returns.</summary>
    void Picked(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, in PickedWorker picked);
}
