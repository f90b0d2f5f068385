using System.Collections.Concurrent;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Profiles;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Filter, score, pick. Any number of threads may ask at once.</summary>
public sealed class Scheduler
{
    // Sets of this size are worth keeping; more are made when more threads ask at once.
    private const int SparesMax = 64;

    private readonly ConcurrentBag<CandidateSet> _spares = [];
    private readonly ConcurrentDictionary<string, SchedulingProfile> _profiles = new(StringComparer.OrdinalIgnoreCase);
    private readonly ProfileFactory _factory;
    private readonly SchedulerServices _services;
    private readonly long _engineAgeMax;

    internal Scheduler(ProfileFactory factory, string profile, SchedulerServices services)
    {
        _factory = factory;
        _services = services;
        _engineAgeMax = (long)(services.EngineAgeMax.TotalSeconds * services.Time.TimestampFrequency);
        Profile = Find(profile);
    }

    /// <summary>The profile of requests that name none.</summary>
    public SchedulingProfile Profile { get; }

    /// <summary>The profile of that name, made when it is asked for first.</summary>
    /// <exception cref="ArgumentException">There is no profile of that name.</exception>
    public SchedulingProfile Find(string profile) => _profiles.GetOrAdd(profile, _factory.Create);

    /// <summary>A worker is gone: what is remembered of it is dropped.</summary>
    public void Forget(WorkerLoad worker) => _services.Remembered.Forget(worker.Ordinal);

    /// <summary>Chooses workers for a request, and remembers where it went.</summary>
    /// <param name="workers">Workers of the request's model, of both roles.</param>
    /// <param name="placement">The request.</param>
    /// <param name="count">How many workers to choose at most; the later ones are for retries.</param>
    /// <param name="profile">Another profile than <see cref="Profile"/>, or null.</param>
    public Picks Pick(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, int count, SchedulingProfile? profile = null)
    {
        SchedulingProfile used = profile ?? Profile;
        RoleProfile role = used.Of(placement.Role);
        CandidateSet set = Rent();
        try
        {
            Evaluate(set, role, workers, placement);
            Picks picks = Take(set, role, Math.Min(count, set.Count), role.TakeTurn());
            if (!picks.IsEmpty)
            {
                Remember(set, role, picks.Workers[0].Worker);
            }

            _services.Observer?.Decided(used.Name, role, set, picks.Workers);
            if (!picks.IsEmpty)
            {
                _services.Listener?.Picked(workers, placement, picks.Workers[0]);
            }

            return picks;
        }
        finally
        {
            Return(set);
        }
    }

    /// <summary>Chooses as <see cref="Pick"/> would now, and leaves no trace: nothing is remembered and no turn is taken.</summary>
    /// <param name="workers">Workers of the request's model, of both roles.</param>
    /// <param name="placement">The request.</param>
    /// <param name="count">How many workers to choose at most.</param>
    /// <param name="profile">Another profile than <see cref="Profile"/>, or null.</param>
    /// <param name="observer">Sees the decision with its figures, or null.</param>
    public Picks Preview(
        ReadOnlySpan<WorkerEndpoint> workers,
        in Placement placement,
        int count,
        SchedulingProfile? profile = null,
        IDecisionObserver? observer = null)
    {
        SchedulingProfile used = profile ?? Profile;
        RoleProfile role = used.Of(placement.Role);
        CandidateSet set = Rent();
        try
        {
            Evaluate(set, role, workers, placement);
            Picks picks = Take(set, role, Math.Min(count, set.Count), role.Turns);
            observer?.Decided(used.Name, role, set, picks.Workers);
            return picks;
        }
        finally
        {
            Return(set);
        }
    }

    private CandidateSet Rent() =>
        _spares.TryTake(out CandidateSet? spare) ? spare : new CandidateSet(_services.Prefixes, _services.Remembered);

    private void Return(CandidateSet set)
    {
        set.End();
        if (_spares.Count < SparesMax)
        {
            _spares.Add(set);
        }
    }

    private void Evaluate(CandidateSet set, RoleProfile role, ReadOnlySpan<WorkerEndpoint> workers, in Placement placement)
    {
        set.Begin(placement, _services.Time.GetTimestamp(), workers.Length);
        Filter(set, role, workers, yielding: true);
        if (set.Count == 0)
        {
            set.Yield();
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
        foreach (WorkerEndpoint worker in workers)
        {
            ref Candidate candidate = ref set.Next;
            candidate = Picture(worker, set.Now);
            int stopped = StoppedBy(role.FilterArray, candidate, set.Placement, yielding);
            if (stopped < 0)
            {
                set.KeepNext();
            }
            else
            {
                set.DropNext(stopped);
            }
        }
    }

    private Candidate Picture(WorkerEndpoint worker, long now)
    {
        // A profile that only plays along sees what its own decisions would have led to, which no engine can tell.
        if (_services.VirtualLoads is { } loads)
        {
            return new Candidate(worker, loads.For(worker.Id), default, null);
        }

        EngineState? engine = _services.Fleet.Engine(worker, now);
        return new Candidate(worker, worker.Load, _services.Fleet.Others(worker), engine is { } state && now - state.At <= _engineAgeMax ? engine : null);
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
                // What is no number counts as worst, not as a choice already made.
                double term = terms[i] > 0 ? Math.Min(terms[i], 1) : 0;
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
            _services.Prefixes.Expect(set.Placement.Model, chosen, set.Placement.Keys.Span);
        }

        if (set.HeldBlocks[place] < 0 || role.RemembersPrompts)
        {
            _services.Remembered.Remember(set.Placement.Keys.Span, chosen);
        }
    }
}
