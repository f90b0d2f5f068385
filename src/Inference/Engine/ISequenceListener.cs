namespace InferenceGateway.Inference.Engine;

/// <summary>What the loop tells the owner of a sequence. Called on the loop's thread: return at once.</summary>
internal interface ISequenceListener
{
    /// <summary>Rows [first, first + count) of the prompt are final; <paramref name="last"/> says that no more follow.</summary>
    void RowsReady(int first, int count, bool last);

    /// <summary>A token was drawn; the last one carries the reason of the end.</summary>
    void TokenDrawn(int token, FinishReason? finish, TokenLogprobs? logprobs);

    /// <summary>The sequence has left the loop: at its end or cancelled (null), or failed.</summary>
    void Ended(Exception? fault);
}
