namespace InferenceGateway.EngineSimulator.Calibration;

/// <summary>
/// How fast one engine is and how much it holds. A step computes up to <see cref="StepTokens"/> prompt tokens and one token of every
/// sequence that is past its prompt, and takes the sum of its parts; docs/simulator.md has the formulas.
/// </summary>
public sealed record EngineCalibration
{
    /// <summary>Its name in the table.</summary>
    public required string Name { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>Seconds a step costs as soon as it computes prompt tokens.</summary>
    public double PrefillBaseSeconds { get; init; }

    /// <summary>Seconds per prompt token, attention aside.</summary>
    public required double PrefillSecondsPerToken { get; init; }

    /// <summary>Attention: seconds times (tokens after the chunk squared, less tokens before it squared).</summary>
    public double PrefillSecondsPerSquareToken { get; init; }

    /// <summary>Seconds a step costs as soon as it draws tokens.</summary>
    public required double DecodeBaseSeconds { get; init; }

    /// <summary>Seconds per sequence that a token is drawn for.</summary>
    public double DecodeSecondsPerSequence { get; init; }

    /// <summary>Seconds per token of context of these sequences: reading their KV rows.</summary>
    public double DecodeSecondsPerContextToken { get; init; }

    /// <summary>Most prompt tokens of a step; with <see cref="SharedStep"/>, drawn tokens count too and come first.</summary>
    public required int StepTokens { get; init; }

    /// <summary>
    /// True if prompt and drawn tokens share one pass over the weights, so that a step pays the larger base only; false if the two are run
    /// one after the other.
    /// </summary>
    public required bool SharedStep { get; init; }

    /// <summary>Most sequences at once.</summary>
    public required int Slots { get; init; }

    /// <summary>Tokens of KV memory: running sequences and prefix cache together.</summary>
    public required long KvTokens { get; init; }

    /// <summary>Tokens of a block.</summary>
    public required int BlockTokens { get; init; }

    /// <summary>Bytes of KV rows per token.</summary>
    public required long KvBytesPerToken { get; init; }

    /// <summary>Bytes per second between two workers.</summary>
    public required double TransferBytesPerSecond { get; init; }

    /// <summary>Seconds of each transfer beside its bytes.</summary>
    public double TransferBaseSeconds { get; init; }

    /// <summary>Blocks of KV memory.</summary>
    public int KvBlocks => (int)(KvTokens / BlockTokens);

    /// <summary>Seconds to compute tokens of one prompt, bases aside.</summary>
    /// <param name="before">Tokens of the prompt that are there already.</param>
    /// <param name="tokens">Tokens to compute.</param>
    public double PrefillSeconds(long before, long tokens)
    {
        long after = before + tokens;
        return (tokens * PrefillSecondsPerToken) + (((after * after) - (before * before)) * PrefillSecondsPerSquareToken);
    }

    /// <summary>Seconds to draw one token for each of some sequences, base aside.</summary>
    /// <param name="sequences">How many.</param>
    /// <param name="context">Their tokens so far, all together.</param>
    public double DecodeSeconds(int sequences, long context) =>
        (sequences * DecodeSecondsPerSequence) + (context * DecodeSecondsPerContextToken);

    /// <summary>What a step pays beside its tokens.</summary>
    public double BaseSeconds(bool prefills, bool decodes)
    {
        double prefill = prefills ? PrefillBaseSeconds : 0;
        double decode = decodes ? DecodeBaseSeconds : 0;
        return SharedStep ? Math.Max(prefill, decode) : prefill + decode;
    }

    /// <summary>Seconds of a transfer on a free link.</summary>
    public double TransferSeconds(long tokens) => TransferBaseSeconds + (tokens * KvBytesPerToken / TransferBytesPerSecond);

    /// <summary>Every fault of these figures, each with its name, value and bound; none if they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        (string Name, double Value, double Least)[] bounds =
        [
            (nameof(PrefillBaseSeconds), PrefillBaseSeconds, 0),
            (nameof(PrefillSecondsPerToken), PrefillSecondsPerToken, double.Epsilon),
            (nameof(PrefillSecondsPerSquareToken), PrefillSecondsPerSquareToken, 0),
            (nameof(DecodeBaseSeconds), DecodeBaseSeconds, double.Epsilon),
            (nameof(DecodeSecondsPerSequence), DecodeSecondsPerSequence, 0),
            (nameof(DecodeSecondsPerContextToken), DecodeSecondsPerContextToken, 0),
            (nameof(Slots), Slots, 1),
            (nameof(StepTokens), StepTokens, SharedStep ? Slots + 1 : 1),
            (nameof(BlockTokens), BlockTokens, 1),
            (nameof(KvTokens), KvTokens, BlockTokens),
            (nameof(KvBytesPerToken), KvBytesPerToken, 1),
            (nameof(TransferBytesPerSecond), TransferBytesPerSecond, double.Epsilon),
            (nameof(TransferBaseSeconds), TransferBaseSeconds, 0),
        ];
        return from bound in bounds
               where !(bound.Value >= bound.Least && double.IsFinite(bound.Value))
               select $"{Name}: {bound.Name} is {bound.Value}; it must be {(bound.Least == double.Epsilon ? "above 0" : $"at least {bound.Least}")}.";
    }
}
