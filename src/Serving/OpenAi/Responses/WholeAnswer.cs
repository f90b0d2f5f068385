using System.Text;
using InferenceGateway.Serving.Generating;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>One answer collected to its end.</summary>
internal sealed class WholeAnswer(Answer answer, string echo, bool withLogprobs)
{
    private readonly StringBuilder _text = new(echo);
    private readonly List<LoggedToken>? _tokens = withLogprobs ? [] : null;

    public Answer Answer => answer;

    public string Text => _text.ToString();

    public IReadOnlyList<LoggedToken>? Tokens => _tokens;

    public void Add(AnswerPiece piece)
    {
        if (piece.Token.Logprobs is { } logprobs)
        {
            _tokens?.Add(new LoggedToken(piece.Token.Id, logprobs, _text.Length));
        }

        _text.Append(piece.Text);
    }
}
