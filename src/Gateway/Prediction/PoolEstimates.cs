using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Prediction;

/// <summary>
/// Predicts times on the workers of one pool. A worker's own history counts the more the longer it is; until then the pool's stands
/// in, and before that the configured beliefs.
/// </summary>
public sealed class PoolEstimates
{
    // Observations that the pool's history counts for beside a worker's own.
    private const double PoolWeight = 8;

    private readonly PredictionOptions _options;
    private readonly Coefficients _prefillPrior;
    private readonly Coefficients _tokenPrior;
    private readonly WorkerEstimates _pool;
    private readonly Lock _gate = new();
    private (WorkerLoad Worker, WorkerEstimates Estimates)[] _workers = [];

    internal PoolEstimates(WorkerRole role, PredictionOptions options)
    {
        _options = options;
        bool remote = role == WorkerRole.Prefill;
        _prefillPrior = new Coefficients(
            options.BaseSeconds + (remote ? options.HandoffSeconds : 0),
            1 / options.PrefillTokensPerSecond,
            remote ? 1 / options.TransferTokensPerSecond : 0);
        // x is how many others run beside it.
        _tokenPrior = new Coefficients(options.TokenSeconds, options.TokenSecondsPerRequest, 0);
        _pool = Fresh();
    }

    /// <summary>Seconds of a prompt's computation, from its start to its first token.</summary>
    /// <param name="worker">Where.</param>
    /// <param name="uncachedTokens">Tokens to be computed.</param>
    /// <param name="movedTokens">Tokens whose rows go to another worker; 0 on a decode worker.</param>
    public double PrefillSeconds(WorkerLoad worker, double uncachedTokens, double movedTokens)
    {
        double pool = _pool.Prefill.Seconds(uncachedTokens, movedTokens);
        return Own(worker) is { } own
            ? Mix(own.Prefill.Weight, own.Prefill.Seconds(uncachedTokens, movedTokens), pool)
            : pool;
    }

    /// <summary>Seconds until a worker begins a prompt that comes now: the prompts ahead, less what is done of the first of them.</summary>
    /// <param name="candidate">The worker.</param>
    /// <param name="elapsedSeconds">Since when its oldest prompt is the oldest.</param>
    public double WaitSeconds(in Candidate candidate, double elapsedSeconds)
    {
        long tokens = candidate.PrefillTokens;
        if (tokens == 0)
        {
            return 0;
        }

        // One by one each prompt pays the base; together they pay for their tokens at the rate of their mean length.
        int prompts = Math.Max(1, candidate.Load.Prefills);
        double mean = (double)tokens / prompts;
        double ahead = prompts * PrefillSeconds(candidate.Worker.Load, mean, 0);
        double head = Math.Min(1, candidate.HeadTokens / Math.Max(1.0, tokens)) * ahead;
        return ahead - Math.Min(elapsedSeconds, head);
    }

    /// <summary>Seconds per token with that many requests running beside it.</summary>
    public double TokenSeconds(WorkerLoad worker, double others)
    {
        double pool = _pool.Token.At(others, 0);
        return Own(worker) is { } own ? Mix(own.TokenWeight, own.Token.At(others, 0), pool) : pool;
    }

    /// <summary>Seconds that one more running request adds to each token of all others there.</summary>
    public double TokenSecondsPerRequest(WorkerLoad worker) =>
        Own(worker) is { } own ? Mix(own.TokenWeight, own.Token.PerX, _pool.Token.PerX) : _pool.Token.PerX;

    /// <summary>A prompt was computed.</summary>
    /// <param name="worker">Where.</param>
    /// <param name="uncachedTokens">Tokens computed.</param>
    /// <param name="movedTokens">Tokens whose rows were moved; 0 on a decode worker.</param>
    /// <param name="seconds">From its start, behind the prompts ahead, to its first token.</param>
    public void LearnPrefill(WorkerLoad worker, double uncachedTokens, double movedTokens, double seconds)
    {
        _pool.LearnPrefill(uncachedTokens, movedTokens, seconds);
        OwnOrNew(worker).LearnPrefill(uncachedTokens, movedTokens, seconds);
    }

    /// <summary>An answer was generated.</summary>
    /// <param name="worker">Where.</param>
    /// <param name="others">Requests that ran beside it, on the average.</param>
    /// <param name="secondsPerToken">After the first token.</param>
    public void LearnToken(WorkerLoad worker, double others, double secondsPerToken)
    {
        _pool.LearnToken(others, secondsPerToken);
        OwnOrNew(worker).LearnToken(others, secondsPerToken);
    }

    private static double Mix(double weight, double own, double pool) => ((weight * own) + (PoolWeight * pool)) / (weight + PoolWeight);

    private WorkerEstimates Fresh() => new(_prefillPrior, _tokenPrior, _options.HalfLifeRequests);

    private WorkerEstimates? Own(WorkerLoad worker)
    {
        (WorkerLoad Worker, WorkerEstimates Estimates)[] workers = Volatile.Read(ref _workers);
        return worker.Ordinal < workers.Length && ReferenceEquals(workers[worker.Ordinal].Worker, worker)
            ? workers[worker.Ordinal].Estimates
            : null;
    }

    private WorkerEstimates OwnOrNew(WorkerLoad worker)
    {
        if (Own(worker) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            if (Own(worker) is { } raced)
            {
                return raced;
            }

            // Copied, so that readers need no lock; it happens once in a worker's life.
            var next = new (WorkerLoad, WorkerEstimates)[Math.Max(_workers.Length, worker.Ordinal + 1)];
            _workers.CopyTo(next, 0);
            WorkerEstimates fresh = Fresh();
            next[worker.Ordinal] = (worker, fresh);
            Volatile.Write(ref _workers, next);
            return fresh;
        }
    }
}
