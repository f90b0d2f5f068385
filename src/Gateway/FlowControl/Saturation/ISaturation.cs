namespace InferenceGateway.Gateway.FlowControl.Saturation;

/// <summary>Says how much a model's pool can hold. Asked for every request, so it answers from memory.</summary>
public interface ISaturation
{
    /// <summary>This gateway's share of the pool's capacity; all zero when no worker takes requests.</summary>
    PoolCapacity CapacityOf(string model);
}

/// <summary>What a pool can hold at once.</summary>
/// <param name="Workers">Decode workers that take requests.</param>
/// <param name="Requests">Most requests at once.</param>
/// <param name="Tokens">Most tokens of them together, prompts and answers.</param>
public readonly record struct PoolCapacity(int Workers, int Requests, long Tokens);
