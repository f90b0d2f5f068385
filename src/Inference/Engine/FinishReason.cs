namespace InferenceGateway.Inference.Engine;

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model drew a stop token, or a stop string was found.</summary>
    Stop,

    /// <summary>The bound on tokens or the slot's end was reached.</summary>
    Length,
}
