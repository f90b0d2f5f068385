using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Profiles;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Explain;

/// <summary>The latest decisions. Writing one costs a copy of a few rows; what is older than the ring is overwritten.</summary>
internal sealed class DecisionRing : IDecisionObserver
{
    private readonly DecisionEntry[] _entries;
    private readonly SplitRecord?[] _splits;
    private readonly TimeProvider _time;
    private long _written;
    private long _splitsWritten;

    public DecisionRing(IOptions<ExplainOptions> options, TimeProvider time)
    {
        _time = time;
        _splits = new SplitRecord?[options.Value.DecisionsMax];
        _entries = new DecisionEntry[options.Value.DecisionsMax];
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i] = new DecisionEntry(options.Value.CandidatesMax);
        }
    }

    public void Decided(string profile, RoleProfile role, CandidateSet candidates, ReadOnlySpan<PickedWorker> picked)
    {
        if (_entries.Length == 0 || candidates.Placement.RequestId is null)
        {
            return;
        }

        DecisionEntry entry = _entries[(Interlocked.Increment(ref _written) - 1) % _entries.Length];
        lock (entry)
        {
            entry.Write(_time.GetUtcNow(), profile, role, candidates, picked);
        }
    }

    /// <summary>Where a request's prompt is computed.</summary>
    public void Split(string? requestId, SplitPolicy policy, SplitDecision decision)
    {
        if (_splits.Length > 0 && requestId is not null)
        {
            Volatile.Write(
                ref _splits[(Interlocked.Increment(ref _splitsWritten) - 1) % _splits.Length],
                new SplitRecord(requestId, policy, decision));
        }
    }

    /// <summary>What is known of a request; null when it is not, or not any more, in the ring.</summary>
    public Explanation? Find(string requestId)
    {
        DecisionExplanation[] decisions =
            [.. Newest().Select(entry => Read(entry, requestId)).OfType<DecisionExplanation>().Reverse()];
        SplitRecord? split = _splits.LastOrDefault(split => split?.RequestId == requestId);
        return decisions.Length == 0
            ? null
            : new Explanation(requestId, decisions, split is null ? null : SplitExplanation.Of(split.Policy, split.Decision));
    }

    /// <summary>The latest requests, newest first.</summary>
    public IReadOnlyList<DecisionSummary> Latest(int count) =>
        [.. Newest().Select(Summarize).OfType<DecisionSummary>().DistinctBy(summary => summary.RequestId).Take(count)];

    private IEnumerable<DecisionEntry> Newest()
    {
        long written = Interlocked.Read(ref _written);
        for (long i = written - 1; i >= Math.Max(0, written - _entries.Length); i--)
        {
            yield return _entries[i % _entries.Length];
        }
    }

    private static DecisionExplanation? Read(DecisionEntry entry, string requestId)
    {
        lock (entry)
        {
            return entry.RequestId == requestId ? DecisionExplanation.Of(entry) : null;
        }
    }

    private static DecisionSummary? Summarize(DecisionEntry entry)
    {
        lock (entry)
        {
            return entry.RequestId is { } id ? new DecisionSummary(id, entry.At, entry.Model, entry.Chosen) : null;
        }
    }

    private sealed record SplitRecord(string RequestId, SplitPolicy Policy, SplitDecision Decision);
}
