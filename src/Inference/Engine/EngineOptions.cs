using InferenceGateway.KvFabric.Blocks;

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

    /// <summary>Bound of the prefix cache, in bytes: at least one block of <see cref="BlockChain.BlockTokensDefault"/> tokens, or 0 for none.</summary>
    public long PrefixCacheBytes { get; init; }
}
