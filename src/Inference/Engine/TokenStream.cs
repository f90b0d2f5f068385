using System.Threading.Channels;

namespace InferenceGateway.Inference.Engine;

/// <summary>One drawn token.</summary>
/// <param name="Choice">Which of a request's answers it belongs to.</param>
/// <param name="Id">Its id.</param>
/// <param name="Finish">With an answer's last token, why it is the last.</param>
/// <param name="Logprobs">How likely it was, if the request wanted to know.</param>
public readonly record struct GeneratedToken(int Choice, int Id, FinishReason? Finish, TokenLogprobs? Logprobs);

/// <summary>
/// The tokens of all answers of one request, as they are drawn. Reading never holds the loop up: the stream takes every token, of
/// which there are at most the request's bound. It ends when every answer has; it fails when one fails.
/// </summary>
/// <param name="choices">Answers that will be written to it.</param>
public sealed class TokenStream(int choices)
{
    private readonly Channel<GeneratedToken> _tokens =
        Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true });

    private int _running = choices;

    /// <summary>Where the tokens come out.</summary>
    public ChannelReader<GeneratedToken> Reader => _tokens.Reader;

    /// <summary>An answer could not be begun.</summary>
    public void Fail(Exception fault) => _tokens.Writer.TryComplete(fault);

    internal void Write(GeneratedToken token)
    {
        _tokens.Writer.TryWrite(token);
        if (token.Finish is not null)
        {
            End();
        }
    }

    /// <summary>One answer has ended, with its last token or because its reader gave it up.</summary>
    internal void End()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _tokens.Writer.TryComplete();
        }
    }
}
