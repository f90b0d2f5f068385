namespace InferenceGateway.Inference.Tokenization.Decoding;

/// <summary>What a decoder leaves out where a text begins: the space that encoding put there.</summary>
/// <param name="SpacesToStrip">How many spaces at the start of the text are dropped, if they are there.</param>
/// <param name="FirstTokenSign">The sign for a space that the first token drops wherever it has it; null for none.</param>
internal sealed record LeadingRule(int SpacesToStrip, string? FirstTokenSign)
{
    public static LeadingRule Nothing { get; } = new(0, null);
}
