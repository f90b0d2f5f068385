namespace InferenceGateway.Inference.Engine;

/// <summary>What the loop tells the owner of a sequence. Called on the loop's thread: return at once.</summary>
internal interface ISequenceListener
{
    /// <summary>Rows [first, first + count) of the prompt are final.</summary>
    void RowsReady(int first, int count);

    /// <summary>A token was drawn; the last one carries the reason of the end.</summary>
    void TokenDrawn(int token, FinishReason? finish);

    /// <summary>The sequence ended early: cancelled (null) or failed.</summary>
    void Ended(Exception? fault);
}
