using InferenceGateway.Contracts.Usage;
using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Requests;
using InferenceGateway.Serving.OpenAi.Tools;
using InferenceGateway.Serving.Telemetry;

namespace InferenceGateway.Serving.OpenAi.Responses;

/// <summary>Writes the answers of one request as chunks, as their tokens come.</summary>
internal sealed class StreamedAnswers(CompletionCall call, AnswerSet answers, ServedModel model, ChunkWriter chunks, RequestTimeline timeline)
{
    private readonly ToolCallParser[]? _parsers = call.Tools is null ? null : [.. answers.Answers.Select(_ => new ToolCallParser())];
    private readonly int[] _offsets = new int[answers.Answers.Count];

    /// <summary>The chunks before any token: roles, and prompts that are echoed.</summary>
    public void Begin()
    {
        foreach (Answer answer in answers.Answers)
        {
            chunks.Start(answer.Index);
            if (call.Echo)
            {
                Text(answer.Index, model.Decode(call.PromptOf(answer.Index), skipSpecialTokens: true), tokens: null);
            }
        }
    }

    /// <summary>Writes what has come, and flushes once for all of it.</summary>
    public async ValueTask FlowAsync(CancellationToken cancellation)
    {
        while (await answers.WaitAsync(cancellation))
        {
            while (answers.TryTake(out AnswerPiece piece))
            {
                timeline.Token(piece.Answer.Index);
                Write(piece);
            }

            await chunks.FlushAsync(cancellation);
        }
    }

    /// <summary>Usage if asked for, and the end; counts for a gateway behind it.</summary>
    public void End(bool countsForGateway)
    {
        if (call.IncludeUsage)
        {
            chunks.Usage(answers.Usage);
        }

        chunks.Done();
        if (countsForGateway)
        {
            chunks.Comment(UsageComment.Format(answers.Usage));
        }
    }

    private void Write(AnswerPiece piece)
    {
        int index = piece.Answer.Index;
        if (_parsers is not null)
        {
            Parse(_parsers[index], piece);
        }
        else if (piece.Token.Logprobs is { } logprobs)
        {
            Text(index, piece.Text, [new LoggedToken(piece.Token.Id, logprobs, _offsets[index])]);
        }
        else if (piece.Text.Length > 0)
        {
            Text(index, piece.Text, tokens: null);
        }

        if (piece.Answer.Finish is { } finish)
        {
            chunks.Finish(index, finish, _parsers?[index].HasCalls ?? false);
        }
    }

    private void Parse(ToolCallParser parser, AnswerPiece piece)
    {
        int index = piece.Answer.Index;
        if (piece.Token.Logprobs is { } logprobs)
        {
            Text(index, "", [new LoggedToken(piece.Token.Id, logprobs, _offsets[index])]);
        }

        foreach (ToolDelta delta in parser.Push(piece.Text, last: piece.Answer.Finish is not null))
        {
            if (delta.Content is not null)
            {
                Text(index, delta.Content, tokens: null);
            }
            else
            {
                chunks.ToolCall(index, delta);
            }
        }
    }

    private void Text(int index, string text, IReadOnlyList<LoggedToken>? tokens)
    {
        chunks.Text(index, text, tokens);
        _offsets[index] += text.Length;
    }
}
