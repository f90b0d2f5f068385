namespace InferenceGateway.Contracts.Generation;

/// <summary>
/// How tokens are drawn. Draw number i of a sequence depends on <see cref="Seed"/> and i only, so a generation can continue on
/// another worker, in another batch, and give the same tokens.
/// </summary>
public sealed record SamplingParameters
{
    /// <summary>0 takes the most likely token; otherwise logits are divided by it. Range 0 to 2.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Smallest set of tokens whose probabilities reach this sum. Range above 0 to 1.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Keep the k most likely tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Drop tokens less likely than this share of the most likely one. Range 0 to 1.</summary>
    public float MinP { get; init; }

    /// <summary>Subtracted once per earlier appearance in the answer. Range -2 to 2.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Subtracted once if the token appeared in the answer. Range -2 to 2.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Divides (or multiplies, below zero) logits of tokens seen in prompt or answer. Above 0; 1 is off.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Seed of the counter-based generator.</summary>
    public ulong Seed { get; init; }

    /// <summary>Added to the logits of single tokens before anything else; null when there is none.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }
}
