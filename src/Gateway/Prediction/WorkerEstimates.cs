namespace InferenceGateway.Gateway.Prediction;

/// <summary>What was learnt of one worker, or of all workers of a pool.</summary>
internal sealed class WorkerEstimates
{
    private readonly Lock _gate = new();
    private readonly LineFit _tokens;
    private TokenLine _tokenLine;

    public WorkerEstimates(Coefficients prefill, Coefficients token, double halfLife)
    {
        Prefill = new PrefillCurve(prefill, halfLife);
        _tokens = new LineFit(token, xScale: 8, zScale: 0, halfLife);
        _tokenLine = new TokenLine(token, 0);
    }

    public PrefillCurve Prefill { get; }

    public Coefficients Token => Volatile.Read(ref _tokenLine).Line;

    public double TokenWeight => Volatile.Read(ref _tokenLine).Weight;

    public void LearnPrefill(double uncached, double moved, double seconds)
    {
        lock (_gate)
        {
            Prefill.Learn(uncached, moved, seconds);
        }
    }

    public void LearnToken(double batch, double secondsPerToken)
    {
        lock (_gate)
        {
            _tokens.Learn(batch, 0, secondsPerToken);
            Volatile.Write(ref _tokenLine, new TokenLine(_tokens.Current, _tokens.Weight));
        }
    }

    private sealed record TokenLine(Coefficients Line, double Weight);
}
