namespace InferenceGateway.Inference.Tokenization.Bpe;

/// <summary>What a file says about its byte-pair encoding.</summary>
internal sealed record BpeRules
{
    /// <summary>Ids of the model's tokens by spelling.</summary>
    public required Dictionary<string, int> Vocabulary { get; init; }

    /// <summary>The joins, by the two ids joined.</summary>
    public required MergeTable Merges { get; init; }

    /// <summary>Whether tokens spell bytes (see <see cref="Decoding.ByteLetters"/>) instead of characters.</summary>
    public required bool IsByteLevel { get; init; }

    /// <summary>Whether a character outside the vocabulary becomes tokens for its bytes.</summary>
    public required bool FallsBackToBytes { get; init; }

    /// <summary>Whether a piece that is a token is taken whole, even if the joins would not lead to it.</summary>
    public required bool IgnoresMergesForWholeTokens { get; init; }

    /// <summary>The token for what has none; without it such characters vanish.</summary>
    public required int? UnknownId { get; init; }

    /// <summary>Whether neighbouring unknown characters become one unknown token.</summary>
    public required bool FusesUnknown { get; init; }

    /// <summary>
    /// Ids that no ordinary text may become: taken whole, a piece that is spelled like a control token would be one.
    /// </summary>
    public required IReadOnlySet<int> SpecialIds { get; init; }

    /// <summary>The longest token's characters: a longer piece is no token.</summary>
    public required int LongestTokenChars { get; init; }
}
