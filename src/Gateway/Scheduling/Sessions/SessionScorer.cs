using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling.Sessions;

/// <summary>Prefers the worker that served the session last: 1, all others 0. All alike without a session or without a memory of it.</summary>
/// <param name="memory">Which worker served which session.</param>
public sealed class SessionScorer(SessionMemory memory) : IWorkerScorer, IPlacementObserver
{
    /// <inheritdoc/>
    public string Name => "session";

    /// <inheritdoc/>
    public void Score(CandidateSet candidates, Span<double> scores)
    {
        WorkerLoad? last = candidates.Placement.Session is { } session ? memory.Find(session) : null;
        ReadOnlySpan<Candidate> all = candidates.All;
        for (int i = 0; i < all.Length; i++)
        {
            scores[i] = ReferenceEquals(all[i].Worker.Load, last) ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public void Placed(CandidateSet candidates, int chosen)
    {
        if (candidates.Placement.Session is { } session)
        {
            memory.Remember(session, candidates.All[chosen].Worker.Load);
        }
    }
}
