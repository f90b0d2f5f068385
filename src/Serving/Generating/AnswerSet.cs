using InferenceGateway.Contracts.Usage;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Serving.OpenAi.Requests;

namespace InferenceGateway.Serving.Generating;

/// <summary>A token with what it adds to its answer's text.</summary>
internal readonly record struct AnswerPiece(Answer Answer, string Text, GeneratedToken Token);

/// <summary>
/// All answers of one request. Each takes a slot of its own; those that find none wait while the others are read already. Disposing it ends
/// whatever still waits or runs.
/// </summary>
internal sealed class AnswerSet : IDisposable
{
    private readonly CompletionCall _call;
    private readonly TokenStream _stream;
    private readonly Answer[] _answers;
    private readonly Task<StartedGeneration>[] _starts;
    private readonly CancellationTokenSource _leaving;
    private int _ended;

    private AnswerSet(CompletionCall call, ServedModel model, Func<int, TokenStream, CancellationToken, Task<StartedGeneration>> start, CancellationToken cancellation)
    {
        int count = call.Prompts.Count * call.AnswersPerPrompt;
        _call = call;
        _stream = new TokenStream(count);
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _answers = [.. Enumerable.Range(0, count).Select(index => new Answer(index, model.StartDecoding(), call.StopStrings))];
        _starts = [.. Enumerable.Range(0, count).Select(index => StartAsync(index, start))];
    }

    /// <summary>The first answer's start.</summary>
    public StartedGeneration First { get; private set; } = null!;

    /// <summary>All answers, by index.</summary>
    public IReadOnlyList<Answer> Answers => _answers;

    /// <summary>Counts so far. A prompt counts once, however many answers it has.</summary>
    public TokenUsage Usage => new(
        _call.Prompts.Sum(prompt => prompt.Length), _answers.Sum(answer => answer.Drawn), Cached());

    /// <summary>Begins all answers and waits for the first one's slot.</summary>
    /// <param name="call">The request.</param>
    /// <param name="model">Gives decoders.</param>
    /// <param name="start">Begins answer number i.</param>
    /// <param name="cancellation">The client's leaving.</param>
    public static async Task<AnswerSet> StartAsync(
        CompletionCall call, ServedModel model, Func<int, TokenStream, CancellationToken, Task<StartedGeneration>> start, CancellationToken cancellation)
    {
        AnswerSet set = new(call, model, start, cancellation);
        try
        {
            set.First = await set._starts[0];
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Waits for tokens. False once every answer has ended.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellation) =>
        _ended < _answers.Length && await _stream.Reader.WaitToReadAsync(cancellation);

    /// <summary>Takes one token if one is there.</summary>
    public bool TryTake(out AnswerPiece piece)
    {
        while (_stream.Reader.TryRead(out GeneratedToken token))
        {
            Answer answer = _answers[token.Choice];
            if (answer.Finish is not null)
            {
                // Drawn before the loop learnt that a stop string had ended this answer.
                continue;
            }

            Draw(_starts[answer.Index]);
            piece = new AnswerPiece(answer, answer.Take(token), token);
            if (answer.Finish is not null)
            {
                _ended++;
                End(_starts[answer.Index]);
            }

            return true;
        }

        piece = default;
        return false;
    }

    public void Dispose()
    {
        _leaving.Cancel();
        foreach (Task<StartedGeneration> start in _starts)
        {
            End(start);
        }

        _leaving.Dispose();
    }

    private async Task<StartedGeneration> StartAsync(int index, Func<int, TokenStream, CancellationToken, Task<StartedGeneration>> start)
    {
        try
        {
            return await start(index, _stream, _leaving.Token);
        }
        catch (Exception fault)
        {
            _stream.Fail(fault);
            throw;
        }
    }

    /// <summary>Ends a generation now, or as soon as it has begun.</summary>
    private static void End(Task<StartedGeneration> start) => _ = start.ContinueWith(
        static begun =>
        {
            if (begun.IsCompletedSuccessfully)
            {
                begun.GetAwaiter().GetResult().Dispose();
            }
            else
            {
                _ = begun.Exception;
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    // A token may come before its generation's start is told; the next one counts.
    private static void Draw(Task<StartedGeneration> start)
    {
        if (start.IsCompletedSuccessfully)
        {
            start.GetAwaiter().GetResult().Share.Draw();
        }
    }

    private int Cached() => _starts
        .Where((start, index) => index % _call.AnswersPerPrompt == 0 && start.IsCompletedSuccessfully)
        .Sum(start => start.GetAwaiter().GetResult().Generation.CachedTokens);
}
