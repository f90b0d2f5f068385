using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Inference.Engine;

/// <summary>One sequence to generate.</summary>
public sealed record GenerationRequest
{
    /// <summary>For logs; never a key.</summary>
    public required string RequestId { get; init; }

    /// <summary>Prompt token ids; at least one, and fewer than the slot's capacity.</summary>
    public required int[] Prompt { get; init; }

    /// <summary>How tokens are drawn.</summary>
    public required SamplingParameters Sampling { get; init; }

    /// <summary>Most tokens to draw; at least one.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Tokens that end the generation.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }
}
