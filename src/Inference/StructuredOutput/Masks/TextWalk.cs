namespace InferenceGateway.Inference.StructuredOutput.Masks;

/// <summary>Which tokens may come at one place inside a text, whatever stands around the text.</summary>
/// <param name="Mask">Tokens that stay inside the text or end with it.</param>
/// <param name="Exits">Trie nodes at which the text ends and tokens go on.</param>
/// <param name="Work">What finding out costs.</param>
internal sealed record TextWalk(ulong[] Mask, int[] Exits, int Work);
