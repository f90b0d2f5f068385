using InferenceGateway.Contracts.Generation;

namespace InferenceGateway.Inference.Engine;

/// <summary>One answer to generate.</summary>
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

    /// <summary>Tokens that end the answer.</summary>
    public required IReadOnlyList<int> StopTokens { get; init; }

    /// <summary>Stop tokens cannot be drawn before this many others have been.</summary>
    public int MinTokens { get; init; }

    /// <summary>Most likely tokens to report beside each drawn one; null reports nothing.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>A grammar the answer must follow, or null.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>Cached rows are shared only with requests of the same salt; null with those that have none.</summary>
    public string? CacheSalt { get; init; }

    /// <summary>
    /// Whether drawing needs nothing but the logits and <see cref="Sampling"/>, so that another worker can draw the first token.
    /// </summary>
    public bool DrawsAnywhere => MinTokens == 0 && TopLogprobs is null && Constraint is null;
}
