namespace InferenceGateway.Inference.Engine;

/// <summary>Sizes of one engine, checked by the host before it starts.</summary>
public sealed record EngineOptions
{
    /// <summary>Slots of the KV arena: the most sequences held at once.</summary>
    public required int Slots { get; init; }

    /// <summary>Token rows of one slot.</summary>
    public required int Capacity { get; init; }

    /// <summary>Prompt tokens computed in one Run; running streams wait at most that long.</summary>
    public required int PrefillChunkTokens { get; init; }

    /// <summary>Requests that may wait for a slot.</summary>
    public required int WaitingMax { get; init; }
}
