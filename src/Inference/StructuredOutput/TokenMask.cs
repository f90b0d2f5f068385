namespace InferenceGateway.Inference.StructuredOutput;

/// <summary>Applies a mask of allowed tokens to logits.</summary>
public static class TokenMask
{
    /// <summary>Sets the logits of all tokens that are not allowed to negative infinity.</summary>
    /// <param name="logits">One row of logits, one per token id.</param>
    /// <param name="allowed">
    /// One bit per token id, lowest bit first; ids past its end are not allowed, as logits may be wider than a vocabulary.
    /// </param>
    public static void Apply(Span<float> logits, ReadOnlySpan<ulong> allowed)
    {
        for (int start = 0, word = 0; start < logits.Length; start += 64, word++)
        {
            Span<float> row = logits.Slice(start, Math.Min(64, logits.Length - start));
            ulong bits = word < allowed.Length ? allowed[word] : 0;
            if (bits == 0)
            {
                row.Fill(float.NegativeInfinity);
            }
            else if (bits != ulong.MaxValue)
            {
                ApplyWord(row, bits);
            }
        }
    }

    private static void ApplyWord(Span<float> row, ulong bits)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if ((bits >> i & 1) == 0)
            {
                row[i] = float.NegativeInfinity;
            }
        }
    }
}
