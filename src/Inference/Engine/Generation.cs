using System.Threading.Channels;

namespace InferenceGateway.Inference.Engine;

/// <summary>One drawn token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Finish">With the last token, why it is the last.</param>
public readonly record struct GeneratedToken(int Id, FinishReason? Finish);

/// <summary>
/// A running generation as its reader sees it. Reading never holds the loop up: the channel takes every token, of which there are at
/// most the request's bound. Disposing it early frees the slot within one step.
/// </summary>
public sealed class Generation : ISequenceListener, IDisposable
{
    private readonly Channel<GeneratedToken> _tokens =
        Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly EngineLoop _loop;

    internal Generation(EngineLoop loop) => _loop = loop;

    /// <summary>The tokens as they are drawn. Completes after the last; fails if the generation fails.</summary>
    public ChannelReader<GeneratedToken> Tokens => _tokens.Reader;

    internal Sequence? Sequence { get; set; }

    /// <summary>Ends the generation if it still runs.</summary>
    public void Dispose()
    {
        if (Sequence is { } sequence)
        {
            _loop.Cancel(sequence);
        }
    }

    void ISequenceListener.RowsReady(int first, int count) { }

    void ISequenceListener.TokenDrawn(int token, FinishReason? finish)
    {
        _tokens.Writer.TryWrite(new GeneratedToken(token, finish));
        if (finish is not null)
        {
            _tokens.Writer.TryComplete();
        }
    }

    void ISequenceListener.Ended(Exception? fault) => _tokens.Writer.TryComplete(fault ?? new OperationCanceledException());
}
