namespace InferenceGateway.Inference.Models;

/// <summary>Which of the inputs and outputs that graphs differ in this graph has.</summary>
/// <param name="PositionIds">It wants positions beside the mask.</param>
/// <param name="UseCacheBranch">It holds two branches, and is told which to take.</param>
/// <param name="LogitsToKeep">Name of the input that says of how many last tokens logits are wanted, or null.</param>
/// <param name="LogitsToKeepRank">That input's dimensions: 0 or 1.</param>
/// <param name="LastLogitsOnly">It gives logits of the last token alone.</param>
/// <param name="HalfLogits">Its logits are float16.</param>
public sealed record DecoderInputs(
    bool PositionIds, bool UseCacheBranch, string? LogitsToKeep, int LogitsToKeepRank, bool LastLogitsOnly, bool HalfLogits)
{
    /// <summary>Rows of logits that come out for as many tokens in.</summary>
    public int LogitRows(int tokens) => LastLogitsOnly || LogitsToKeep is not null ? 1 : tokens;
}
