using System.Buffers;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Models;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Filter, score, pick.</summary>
internal sealed class Scheduler(IEnumerable<IWorkerFilter> filters, IEnumerable<IWorkerScorer> scorers, IWorkerPicker picker)
{
    /// <summary>Name of the composed policy in metrics.</summary>
    public const string Policy = "least-inflight";

    private readonly IWorkerFilter[] _filters = [.. filters];
    private readonly IWorkerScorer[] _scorers = [.. scorers];

    /// <summary>Up to <paramref name="count"/> different workers, best first; empty when none may take the request.</summary>
    public WorkerEndpoint[] Pick(ModelPool pool, WorkerRole role, int count)
    {
        var placement = new Placement(role);
        ScoredWorker[] scored = ArrayPool<ScoredWorker>.Shared.Rent(Math.Max(1, pool.Workers.Length));
        try
        {
            int kept = Score(pool, placement, scored);
            return Take(scored.AsSpan(0, kept), Math.Min(count, kept));
        }
        finally
        {
            ArrayPool<ScoredWorker>.Shared.Return(scored, clearArray: true);
        }
    }

    private int Score(ModelPool pool, in Placement placement, Span<ScoredWorker> scored)
    {
        int kept = 0;
        foreach (WorkerEndpoint worker in pool.Workers)
        {
            if (Keeps(worker, placement))
            {
                scored[kept++] = new ScoredWorker(worker, Score(worker, placement));
            }
        }

        return kept;
    }

    private WorkerEndpoint[] Take(Span<ScoredWorker> scored, int count)
    {
        var taken = new WorkerEndpoint[count];
        for (int i = 0; i < count; i++)
        {
            int picked = picker.Pick(scored);
            taken[i] = scored[picked].Worker;
            scored[picked] = scored[^1];
            scored = scored[..^1];
        }

        return taken;
    }

    private bool Keeps(WorkerEndpoint worker, in Placement placement)
    {
        foreach (IWorkerFilter filter in _filters)
        {
            if (!filter.Keeps(worker, placement))
            {
                return false;
            }
        }

        return true;
    }

    private double Score(WorkerEndpoint worker, in Placement placement)
    {
        double score = 0;
        foreach (IWorkerScorer scorer in _scorers)
        {
            score += scorer.Score(worker, placement);
        }

        return score;
    }
}
