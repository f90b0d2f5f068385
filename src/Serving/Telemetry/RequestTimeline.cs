using InferenceGateway.Serving.Generating;
using InferenceGateway.Serving.OpenAi.Responses;

namespace InferenceGateway.Serving.Telemetry;

/// <summary>Instants of one request on this worker, and what the metrics make of them.</summary>
internal sealed class RequestTimeline(TimeProvider time, WorkerMetrics metrics)
{
    private readonly long _arrived = time.GetTimestamp();
    private readonly Dictionary<int, long> _last = [];
    private long _first;
    private bool _failed;

    /// <summary>Arrival to first token; zero before it.</summary>
    public TimeSpan TimeToFirstToken => _first == 0 ? TimeSpan.Zero : time.GetElapsedTime(_arrived, _first);

    /// <summary>Arrival to now.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_arrived);

    /// <summary>A token of one of the answers has come.</summary>
    public void Token(int answer)
    {
        long now = time.GetTimestamp();
        if (_first == 0)
        {
            _first = now;
            metrics.TimeToFirstToken.Observe(TimeToFirstToken.TotalSeconds);
        }

        if (_last.TryGetValue(answer, out long last))
        {
            metrics.InterToken.Observe(time.GetElapsedTime(last, now).TotalSeconds);
        }

        _last[answer] = now;
    }

    /// <summary>The request failed.</summary>
    public void Failed() => _failed = true;

    /// <summary>The request is over.</summary>
    /// <returns>vLLM's word for how: stop, length, abort or error; of several answers, that of the first.</returns>
    public string End(AnswerSet answers)
    {
        foreach (Answer answer in answers.Answers)
        {
            metrics.Finished(Reason(answer));
            metrics.RequestGenerationTokens.Observe(answer.Drawn);
            if (answer.Drawn > 1)
            {
                metrics.TimePerOutputToken.Observe(time.GetElapsedTime(_first, _last[answer.Index]).TotalSeconds / (answer.Drawn - 1));
            }
        }

        metrics.RequestPromptTokens.Observe(answers.Usage.PromptTokens);
        metrics.EndToEnd.Observe(Elapsed.TotalSeconds);
        return Reason(answers.Answers[0]);
    }

    private string Reason(Answer answer) =>
        _failed ? "error" : answer.Finish is { } finish ? FinishReasons.Name(finish) : "abort";
}
