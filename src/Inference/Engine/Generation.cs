namespace InferenceGateway.Inference.Engine;

/// <summary>A running answer. Disposing it early frees its slot within one step.</summary>
public sealed class Generation : ISequenceListener, IDisposable
{
    private readonly EngineLoop _loop;
    private readonly TokenStream _stream;
    private readonly int _choice;

    internal Generation(EngineLoop loop, TokenStream stream, int choice)
    {
        _loop = loop;
        _stream = stream;
        _choice = choice;
    }

    /// <summary>Prompt tokens that came from a cache, here or on the prefill worker. Final once the first token is there.</summary>
    public int CachedTokens => Sequence?.CachedTokens ?? 0;

    internal Sequence? Sequence { get; set; }

    /// <summary>Ends the answer if it still runs.</summary>
    public void Dispose()
    {
        if (Sequence is { } sequence)
        {
            _loop.Cancel(sequence);
        }
    }

    void ISequenceListener.RowsReady(int first, int count, bool last) { }

    void ISequenceListener.TokenDrawn(int token, FinishReason? finish, TokenLogprobs? logprobs) =>
        _stream.Write(new GeneratedToken(_choice, token, finish, logprobs));

    void ISequenceListener.Ended(Exception? fault)
    {
        if (fault is not null)
        {
            _stream.Fail(fault);
        }
        else if (Sequence?.Finished != true)
        {
            _stream.End();
        }
    }
}
