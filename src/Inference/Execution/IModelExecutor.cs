namespace InferenceGateway.Inference.Execution;

/// <summary>One slot's part in a decode step.</summary>
/// <param name="Token">The token to feed; -1 in a slot that does not decode.</param>
/// <param name="Cached">Rows the slot holds already: the token's row is written after them.</param>
internal readonly record struct DecodeRow(int Token, int Cached)
{
    /// <summary>A slot inside the range that does not decode.</summary>
    public static DecodeRow Idle { get; } = new(-1, 0);

    public bool Decodes => Token >= 0;
}

/// <summary>
/// Runs a graph over the slots of an arena. The loop knows slots, rows and logits; how a kind of graph takes and gives its KV rows
/// is known behind this and nowhere else. Used by one thread.
/// </summary>
internal interface IModelExecutor : IDisposable
{
    /// <summary>Computes rows [past, past + tokens) of a slot.</summary>
    /// <returns>The logits after the last token, [vocabulary]; valid until the next call.</returns>
    Span<float> Prefill(int slot, int past, ReadOnlySpan<int> tokens);

    /// <summary>
    /// Computes one row in each slot of [first, first + rows) that decodes. Row 0 of a slot inside the range that does not decode may be overwritten, and
    /// nothing else.
    /// </summary>
    void Decode(int firstSlot, ReadOnlySpan<DecodeRow> rows);

    /// <summary>The logits of a row of the last decode step, [vocabulary]; valid until the next call.</summary>
    Span<float> Logits(int row);
}
