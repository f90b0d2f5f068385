namespace InferenceGateway.Gateway.Scheduling.Load;

/// <summary>
/// All that one request counts for, on its decode worker and, when it is split, on its prefill worker. A mutable struct: keep it in
/// one field and dispose it once the request is over, however it ended.
/// </summary>
public struct RequestLoad : IDisposable
{
    private readonly LoadLease _decode;
    private readonly long _prefillTokens;
    private LoadLease _prefill;
    private WorkerLoad? _prefillLoad;

    private RequestLoad(LoadLease decode, LoadLease prefill, WorkerLoad? prefillLoad, long prefillTokens)
    {
        _decode = decode;
        _prefill = prefill;
        _prefillLoad = prefillLoad;
        _prefillTokens = prefillTokens;
    }

    /// <summary>The decode worker computes the prompt itself.</summary>
    /// <param name="decode">The worker.</param>
    /// <param name="prefillTokens">Prompt tokens it does not hold.</param>
    /// <param name="decodeTokens">Tokens of prompt and answer.</param>
    public static RequestLoad Local(WorkerLoad decode, long prefillTokens, long decodeTokens) =>
        new(decode.Take(prefillTokens, decodeTokens), default, null, 0);

    /// <summary>A prefill worker computes the prompt.</summary>
    /// <param name="decode">The decode worker.</param>
    /// <param name="decodeTokens">Tokens of prompt and answer.</param>
    /// <param name="prefill">The first prefill candidate, which will most likely do it.</param>
    /// <param name="prefillTokens">Prompt tokens that it does not hold.</param>
    public static RequestLoad Split(WorkerLoad decode, long decodeTokens, WorkerLoad prefill, long prefillTokens) =>
        new(decode.Take(0, decodeTokens), prefill.Take(Math.Max(1, prefillTokens), 0), prefill, Math.Max(1, prefillTokens));

    /// <summary>The decode worker says who computes the prompt; the load moves there when it was thought to be elsewhere.</summary>
    public void PrefilledBy(WorkerLoad worker)
    {
        if (_prefillLoad is null || ReferenceEquals(worker, _prefillLoad))
        {
            return;
        }

        _prefill.Dispose();
        _prefillLoad = worker;
        _prefill = worker.Take(_prefillTokens, 0);
    }

    /// <summary>The first token came: no prompt is being computed any more. Later calls do nothing.</summary>
    /// <returns>Seconds that the prompt took once the worker could begin with it; null when that cannot be told.</returns>
    public readonly double? FirstToken()
    {
        double? local = _decode.FirstToken();
        double? remote = _prefill.FirstToken();
        _prefill.Dispose();
        return remote ?? local;
    }

    /// <summary>The request is over. Later calls do nothing.</summary>
    public readonly void Dispose()
    {
        _prefill.Dispose();
        _decode.Dispose();
    }
}
