namespace InferenceGateway.Contracts.Handoff;

/// <summary>Prefill worker to decode worker, after the last frame was acknowledged.</summary>
public sealed record PrefillReport
{
    /// <summary>The prefill worker.</summary>
    public required string WorkerId { get; init; }

    /// <summary>Prompt tokens taken from its prefix cache.</summary>
    public required int CachedTokens { get; init; }

    /// <summary>KV payload bytes pushed.</summary>
    public required long Bytes { get; init; }

    /// <summary>Time waiting for a slot, in milliseconds.</summary>
    public required double QueueMilliseconds { get; init; }

    /// <summary>Time computing, in milliseconds.</summary>
    public required double PrefillMilliseconds { get; init; }

    /// <summary>Time from the first frame sent to the last one acknowledged, in milliseconds; overlaps the computing.</summary>
    public required double TransferMilliseconds { get; init; }
}
