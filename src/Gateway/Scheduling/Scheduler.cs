using System.Collections.Concurrent;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Profiles;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Filter, score, pick. Any number of threads may ask at once.</summary>
/// <param name="profile">The profile of requests that name none.</param>
/// <param name="services">What it works with.</param>
public sealed class Scheduler(SchedulingProfile profile, SchedulerServices services)
{
    // Sets of this size are worth keeping; more are made when more threads ask at once.
    private const int SparesMax = 64;

    private readonly ConcurrentBag<CandidateSet> _spares = [];
    private readonly long _engineAgeMax = (long)(services.EngineAgeMax.TotalSeconds * services.Time.TimestampFrequency);

    /// <summary>The profile of requests that name none.</summary>
    public SchedulingProfile Profile { get; } = profile;

    /// <summary>What it remembers of its own decisions.</summary>
    public ApproximatePrefixes Remembered => services.Approximate;

    /// <summary>Chooses workers for a request, and remembers where it went.</summary>
    /// <param name="workers">Workers of the request's model, of both roles.</param>
    /// <param name="placement">The request.</param>
    /// <param name="count">How many workers to choose at most; the later ones are for retries.</param>
    /// <param name="profile">Another profile than <see cref="Profile"/>, or null.</param>
    public Picks Pick(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, int count, SchedulingProfile? profile = null)
    {
        SchedulingProfile used = profile ?? Profile;
        RoleProfile role = placement.Role == WorkerRole.Prefill ? used.Prefill : used.Decode;
        CandidateSet set = _spares.TryTake(out CandidateSet? spare) ? spare : new CandidateSet(services.Prefixes, services.Approximate);
        try
        {
            Evaluate(set, role, workers, placement);
            Picks picks = Take(set, role, Math.Min(count, set.Count), role.TakeTurn());
            if (!picks.IsEmpty)
            {
                Remember(set, role, picks.Workers[0].Worker);
            }

            services.Observer?.Decided(used.Name, role, set, picks.Workers);
            return picks;
        }
        finally
        {
            set.End();
            if (_spares.Count < SparesMax)
            {
                _spares.Add(set);
            }
        }
    }

    private void Evaluate(CandidateSet set, RoleProfile role, ReadOnlySpan<WorkerEndpoint> workers, in Placement placement)
    {
        set.Begin(placement, services.Time.GetTimestamp(), workers.Length, role.FilterArray.Length);
        Filter(set, role, workers, yielding: true);
        if (set.Count == 0)
        {
            set.Dropped.Clear();
            Filter(set, role, workers, yielding: false);
        }

        set.BeginScores(role.ScorerArray.Length);
        if (set.Count > 0)
        {
            Score(set, role.ScorerArray);
        }
    }

    private void Filter(CandidateSet set, RoleProfile role, ReadOnlySpan<WorkerEndpoint> workers, bool yielding)
    {
        long engineSince = set.Now - _engineAgeMax;
        foreach (WorkerEndpoint worker in workers)
        {
            WorkerLoad load = services.VirtualLoads?.For(worker.Id) ?? worker.Load;
            var candidate = new Candidate(worker, load, engineSince);
            int stopped = StoppedBy(role.FilterArray, candidate, set.Placement, yielding);
            if (stopped < 0)
            {
                set.Add(candidate);
            }
            else
            {
                set.Dropped[stopped]++;
            }
        }
    }

    private static int StoppedBy(IWorkerFilter[] filters, in Candidate candidate, in Placement placement, bool yielding)
    {
        for (int i = 0; i < filters.Length; i++)
        {
            if ((yielding || !filters[i].Yields) && !filters[i].Keeps(candidate, placement))
            {
                return i;
            }
        }

        return -1;
    }

    private static void Score(CandidateSet set, WeightedScorer[] scorers)
    {
        Span<double> totals = set.MutableTotals;
        for (int s = 0; s < scorers.Length; s++)
        {
            Span<double> terms = set.Terms(s);
            scorers[s].Scorer.Score(set, terms);
            double weight = scorers[s].Weight;
            for (int i = 0; i < terms.Length; i++)
            {
                double term = double.Clamp(terms[i], 0, 1);
                terms[i] = term;
                totals[i] += weight * term;
            }
        }
    }

    private static Picks Take(CandidateSet set, RoleProfile role, int count, long turn)
    {
        var taken = new PickedWorker[count];
        Span<double> totals = set.MutableTotals;
        Span<int> places = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            int picked = places[i] = role.Picker.Pick(totals, turn);
            taken[i] = new PickedWorker(set.All[picked].Worker, totals[picked], set.CachedTokens(picked));
            totals[picked] = double.NaN;
        }

        for (int i = 0; i < count; i++)
        {
            totals[places[i]] = taken[i].Score;
        }

        return new Picks(taken, set.Considered, set.Count);
    }

    private void Remember(CandidateSet set, RoleProfile role, WorkerEndpoint chosen)
    {
        int place = 0;
        while (!ReferenceEquals(set.All[place].Worker, chosen))
        {
            place++;
        }

        foreach (IPlacementObserver observer in role.Observers)
        {
            observer.Placed(set, place);
        }

        if (set.Placement.Keys.IsEmpty)
        {
            return;
        }

        if (set.HeldBlocks[place] >= 0)
        {
            services.Prefixes.Expect(set.Placement.Model, chosen, set.Placement.Keys.Span);
        }
        else
        {
            services.Approximate.Remember(set.Placement.Keys.Span, chosen);
        }
    }
}
