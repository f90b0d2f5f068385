using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling.Shadow;

/// <summary>
/// What the fleet would be like if one profile decided: its own loads, which rise with its choices and fall when the predicted times are
/// over, and its own memory of who holds what. The serving profile has one, too, so that like is compared with like.
/// </summary>
internal sealed class ShadowWorld
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(LoadLease Lease, bool Ends), long> _due = new();
    private readonly Dictionary<string, double> _work = new(StringComparer.Ordinal);
    private readonly ApproximatePrefixes _remembered;
    private readonly LatencyPredictor _predictor;
    private readonly TimeProvider _time;
    private readonly ShadowSeries _series;
    private readonly Scheduler? _scheduler;
    private readonly double _weight;

    /// <param name="name">The profile's name.</param>
    /// <param name="builder">Makes the profile's scheduler.</param>
    /// <param name="series">Where its results go.</param>
    /// <param name="serves">True for the world of the profile that serves: its choices are told, not made here.</param>
    public ShadowWorld(string name, SchedulerBuilder builder, ShadowSeries series, bool serves)
    {
        Name = name;
        _series = series;
        _time = builder.Time;
        _predictor = builder.Predictor;
        _weight = 1 / Math.Max(builder.Options.ShadowShare, 0.001);
        _remembered = new ApproximatePrefixes(builder.Options.RememberedBlocksMax);
        Loads = new WorkerLoads(builder.Time);
        _scheduler = serves ? null : builder.With(_remembered, Loads).Build(name);
    }

    public string Name { get; }

    public WorkerLoads Loads { get; }

    /// <summary>The largest share of work of a worker, divided by the mean; 1 is even, 0 when there was none.</summary>
    public double Spread
    {
        get
        {
            lock (_gate)
            {
                return _work.Count == 0 ? 0 : _work.Values.Max() / Math.Max(double.Epsilon, _work.Values.Average());
            }
        }
    }

    /// <summary>Carries a request out in this world.</summary>
    /// <param name="workers">All workers of the model.</param>
    /// <param name="placement">The request.</param>
    /// <param name="served">Who really got it.</param>
    public void Place(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, WorkerEndpoint served)
    {
        lock (_gate)
        {
            if (_due.Count >= Limits.ShadowRequestsMax)
            {
                _series.Skipped.Inc();
                return;
            }

            Settle();
            if (_scheduler is null)
            {
                Account(placement, Serve(placement, served), served);
            }
            else if (_scheduler.Pick(workers, placement, 1) is { IsEmpty: false } picks)
            {
                Account(placement, picks.Workers[0], served);
            }
        }
    }

    /// <summary>A worker is gone.</summary>
    public void Forget(WorkerLoad worker)
    {
        lock (_gate)
        {
            _work.Remove(worker.Id);
            _remembered.Forget(worker.Ordinal);
            Loads.Remove(worker.Id);
        }
    }

    private PickedWorker Serve(in Placement placement, WorkerEndpoint served)
    {
        Span<int> depth = [0];
        _remembered.Match(placement.Keys.Span, [served], depth);
        _remembered.Remember(placement.Keys.Span, served);
        return new PickedWorker(served, 0, placement.TokensOf(depth[0]));
    }

    private void Account(in Placement placement, in PickedWorker chosen, WorkerEndpoint served)
    {
        int uncached = placement.PromptTokens - chosen.CachedTokens;
        double firstToken = Carry(placement, chosen.Worker, Loads.For(chosen.Worker.Id), uncached);
        Work(chosen.Worker.Id, uncached);
        (ReferenceEquals(chosen.Worker, served) ? _series.Agreed : _series.Differed).Inc();
        _series.HitTokens.Inc(chosen.CachedTokens);
        _series.PromptTokens.Inc(placement.PromptTokens);
        _series.FirstToken.Observe(firstToken);
    }

    /// <returns>Predicted seconds to the first token.</returns>
    private double Carry(in Placement placement, WorkerEndpoint chosen, WorkerLoad load, int uncached)
    {
        bool decodes = placement.Role == WorkerRole.Decode;
        PoolEstimates estimates = _predictor.For(placement.Model, placement.Role);
        var candidate = new Candidate(chosen, load, default, null);
        double firstToken = estimates.WaitSeconds(candidate, _time.GetElapsedTime(candidate.HeadSince).TotalSeconds)
            + estimates.PrefillSeconds(chosen.Load, uncached, decodes ? 0 : placement.PromptTokens);
        double answer = decodes ? placement.AnswerTokens * estimates.TokenSeconds(chosen.Load, candidate.Decodes) : 0;
        // A sampled request stands for those that were not looked at.
        LoadLease lease = load.Take(
            (long)(_weight * Math.Max(1, uncached)), decodes ? (long)(_weight * (placement.PromptTokens + placement.AnswerTokens)) : 0);
        long now = _time.GetTimestamp();
        _due.Enqueue((lease, false), now + Ticks(firstToken));
        _due.Enqueue((lease, true), now + Ticks(firstToken + answer));
        return firstToken;
    }

    private void Settle()
    {
        long now = _time.GetTimestamp();
        while (_due.TryPeek(out (LoadLease Lease, bool Ends) due, out long at) && at <= now)
        {
            _due.Dequeue();
            if (due.Ends)
            {
                due.Lease.Dispose();
            }
            else
            {
                due.Lease.FirstToken();
            }
        }
    }

    // Older work counts less, by the number of requests since.
    private void Work(string worker, int tokens)
    {
        const double Fade = 0.999;
        foreach (string id in _work.Keys)
        {
            _work[id] *= Fade;
        }

        _work[worker] = _work.GetValueOrDefault(worker) + tokens;
    }

    private long Ticks(double seconds) => (long)(seconds * _time.TimestampFrequency);
}
