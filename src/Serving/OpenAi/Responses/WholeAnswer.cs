using System.Text;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Requests;
using InferenceGateway.Serving.OpenAi.Tools;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>One answer collected to its end.</summary>
internal sealed class WholeAnswer(Answer answer, CompletionCall call, string echo)
{
    private readonly StringBuilder _text = new(echo);
    private readonly List<LoggedToken>? _tokens = call.TopLogprobs is not null ? [] : null;

    private readonly ToolCallParser? _parser = call.Tools is null ? null : new ToolCallParser();
    private readonly List<ToolCall> _calls = [];

    public Answer Answer => answer;

    public string Text => _text.ToString();

    public IReadOnlyList<LoggedToken>? Tokens => _tokens;

    /// <summary>The calls in their order; none if the answer is text only.</summary>
    public IReadOnlyList<ToolCall> ToolCalls => _calls;

    public void Add(AnswerPiece piece)
    {
        if (piece.Token.Logprobs is { } logprobs)
        {
            _tokens?.Add(new LoggedToken(piece.Token.Id, logprobs, _text.Length));
        }

        if (_parser is null)
        {
            _text.Append(piece.Text);
        }
        else
        {
            Parse(_parser, piece);
        }
    }

    private void Parse(ToolCallParser parser, AnswerPiece piece)
    {
        foreach (ToolDelta delta in parser.Push(piece.Text, last: answer.Finish is not null))
        {
            _text.Append(delta.Content);
            if (delta.Id is not null)
            {
                _calls.Add(new ToolCall(delta.Id, delta.Name!));
            }

            if (delta.Arguments is not null)
            {
                _calls[delta.Call].Arguments.Append(delta.Arguments);
            }
        }
    }
}
