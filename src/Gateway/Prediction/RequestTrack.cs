using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Prediction;

/// <summary>
/// Follows one request from its routing to its end: what it counts for as load, and what its times teach. Calls come one after the
/// other; any of them may be left out or repeated. Dispose it once the request is over, however it ended.
/// </summary>
public sealed class RequestTrack : IDisposable
{
    private readonly LatencyPredictor _predictor;
    private readonly TimeProvider _time;
    private readonly string _model;
    private readonly WorkerLoad _decode;
    private RequestLoad _load;
    private WorkerLoad? _prefill;
    private double? _prefillSeconds;
    private long _firstTokenAt;
    private int _othersAtFirst;
    private bool _finished;

    private RequestTrack(LatencyPredictor predictor, TimeProvider time, string model, WorkerLoad decode, WorkerLoad? prefill, RequestLoad load)
    {
        _predictor = predictor;
        _time = time;
        _model = model;
        _decode = decode;
        _prefill = prefill;
        _load = load;
    }

    /// <summary>A request is routed now.</summary>
    /// <param name="predictor">Is taught.</param>
    /// <param name="time">The clock.</param>
    /// <param name="routed">Where it goes.</param>
    public static RequestTrack Start(LatencyPredictor predictor, TimeProvider time, in Routed routed)
    {
        RequestLoad load = routed.Prefill is { } prefill
            ? RequestLoad.Split(routed.Decode, routed.PromptTokens + routed.AnswerTokens, prefill, routed.UncachedTokens)
            : RequestLoad.Local(routed.Decode, Math.Max(1, routed.UncachedTokens), routed.PromptTokens + routed.AnswerTokens);
        return new RequestTrack(predictor, time, routed.Model, routed.Decode, routed.Prefill, load);
    }

    /// <summary>The decode worker says which prefill worker computes the prompt.</summary>
    public void PrefilledBy(WorkerLoad worker)
    {
        if (_firstTokenAt == 0 && _prefill is not null)
        {
            _prefill = worker;
            _load.PrefilledBy(worker);
        }
    }

    /// <summary>The first token came.</summary>
    public void FirstToken()
    {
        if (_firstTokenAt != 0)
        {
            return;
        }

        _firstTokenAt = _time.GetTimestamp();
        _prefillSeconds = _load.FirstToken();
        _othersAtFirst = Others();
    }

    /// <summary>The request ended well.</summary>
    /// <param name="textBytes">Bytes of the prompt's text; 0 when unknown.</param>
    /// <param name="promptTokens">Exact tokens of the prompt; 0 when unknown, then nothing is learnt.</param>
    /// <param name="cachedTokens">How many of them came from a cache.</param>
    /// <param name="generatedTokens">Exact tokens of the answer.</param>
    public void Finish(long textBytes, long promptTokens, long cachedTokens, long generatedTokens)
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        if (promptTokens > 0)
        {
            _predictor.LearnText(_model, textBytes, promptTokens);
            LearnPrefill(promptTokens, Math.Max(0, promptTokens - cachedTokens));
            LearnToken(generatedTokens);
        }

        Dispose();
    }

    /// <summary>Nothing of the request is load any more.</summary>
    public void Dispose() => _load.Dispose();

    private void LearnPrefill(long promptTokens, long uncachedTokens)
    {
        if (_prefillSeconds is not { } seconds)
        {
            return;
        }

        if (_prefill is { } prefill)
        {
            _predictor.For(_model, WorkerRole.Prefill).LearnPrefill(prefill, uncachedTokens, promptTokens, seconds);
        }
        else
        {
            _predictor.For(_model, WorkerRole.Decode).LearnPrefill(_decode, uncachedTokens, 0, seconds);
        }
    }

    private void LearnToken(long generatedTokens)
    {
        if (generatedTokens > 1 && _firstTokenAt != 0)
        {
            double seconds = _time.GetElapsedTime(_firstTokenAt).TotalSeconds / (generatedTokens - 1);
            _predictor.For(_model, WorkerRole.Decode).LearnToken(_decode, (_othersAtFirst + Others()) / 2.0, seconds);
        }
    }

    private int Others()
    {
        InFlight load = _decode.Own + _decode.Others;
        return Math.Max(0, load.Requests - load.Prefills - 1);
    }
}

/// <summary>Where a request goes.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Decode">The decode worker.</param>
/// <param name="Prefill">The prefill worker, or null when the decode worker computes the prompt.</param>
/// <param name="PromptTokens">Estimated tokens of the prompt.</param>
/// <param name="UncachedTokens">Those that the worker which computes the prompt does not hold.</param>
/// <param name="AnswerTokens">Estimated tokens of the answer.</param>
public readonly record struct Routed(
    string Model, WorkerLoad Decode, WorkerLoad? Prefill, int PromptTokens, int UncachedTokens, int AnswerTokens);
