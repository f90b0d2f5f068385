using InferenceGateway.Gateway.Scheduling.Approximate;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>
/// The candidates of one decision and all that was found out about them. One thread at a time; kept by the scheduler and used again,
/// so a decision allocates nothing that grows with workers or prompt.
/// </summary>
public sealed class CandidateSet
{
    private readonly IPrefixSource _prefixes;
    private readonly ApproximatePrefixes _approximate;
    private WorkerEndpoint[] _workers = [];
    private Candidate[] _candidates = [];
    private int[] _held = [];
    private int[] _remembered = [];
    private double[] _totals = [];
    private double[] _terms = [];
    private int[] _droppedBy = [];
    private int _dropped;
    private bool _heldKnown;
    private bool _rememberedKnown;
    private Placement _placement;

    internal CandidateSet(IPrefixSource prefixes, ApproximatePrefixes approximate)
    {
        _prefixes = prefixes;
        _approximate = approximate;
    }

    /// <summary>How many candidates are left after the filters.</summary>
    public int Count { get; private set; }

    /// <summary>How many workers were looked at.</summary>
    public int Considered { get; private set; }

    /// <summary>When the decision is made, as a timestamp of the clock.</summary>
    public long Now { get; private set; }

    /// <summary>The request.</summary>
    public ref readonly Placement Placement => ref _placement;

    /// <summary>The candidates.</summary>
    public ReadOnlySpan<Candidate> All => _candidates.AsSpan(0, Count);

    /// <summary>First blocks of the prompt that each candidate holds by its own events; -1 for one that sends no events.</summary>
    public ReadOnlySpan<int> HeldBlocks
    {
        get
        {
            if (!_heldKnown)
            {
                _heldKnown = true;
                Find(_held.AsSpan(0, Count), approximate: false);
            }

            return _held.AsSpan(0, Count);
        }
    }

    /// <summary>First blocks of the prompt that each candidate should hold, as the gateway remembers its own decisions.</summary>
    public ReadOnlySpan<int> RememberedBlocks
    {
        get
        {
            if (!_rememberedKnown)
            {
                _rememberedKnown = true;
                Find(_remembered.AsSpan(0, Count), approximate: true);
            }

            return _remembered.AsSpan(0, Count);
        }
    }

    /// <summary>Total score of each candidate.</summary>
    public ReadOnlySpan<double> Totals => _totals.AsSpan(0, Count);

    internal Span<double> MutableTotals => _totals.AsSpan(0, Count);

    /// <summary>The workers that did not pass the filters.</summary>
    public ReadOnlySpan<Candidate> Dropped => _candidates.AsSpan(Considered - _dropped, _dropped);

    /// <summary>Which filter stopped each of them, by its place in the profile.</summary>
    public ReadOnlySpan<int> DroppedBy => _droppedBy.AsSpan(Considered - _dropped, _dropped);

    /// <summary>True when the filters that yield were left out, as nobody would have passed.</summary>
    public bool Yielded { get; private set; }

    /// <summary>Prompt tokens the candidate holds: by its events when it speaks of its blocks, otherwise as remembered.</summary>
    public int CachedTokens(int index)
    {
        int held = HeldBlocks[index];
        return _placement.TokensOf(held >= 0 ? held : RememberedBlocks[index]);
    }

    /// <summary>One scorer's unweighted scores, for the candidate at the same place.</summary>
    /// <param name="scorer">Its place in the profile.</param>
    public ReadOnlySpan<double> TermsOf(int scorer) => Terms(scorer);

    internal Span<double> Terms(int scorer) => _terms.AsSpan(scorer * Count, Count);

    internal void Begin(in Placement placement, long now, int workers)
    {
        _placement = placement;
        Now = now;
        Considered = workers;
        Count = 0;
        _heldKnown = false;
        _rememberedKnown = false;
        Grow(ref _workers, workers);
        Grow(ref _candidates, workers);
        Grow(ref _held, workers);
        Grow(ref _remembered, workers);
        Grow(ref _totals, workers);
        Grow(ref _droppedBy, workers);
        _dropped = 0;
        Yielded = false;
    }

    /// <summary>Nobody passed: the filters are asked again, without those that yield.</summary>
    internal void Yield()
    {
        _dropped = 0;
        Yielded = true;
    }

    /// <summary>The place of the next candidate: written there once, then kept or dropped.</summary>
    internal ref Candidate Next => ref _candidates[Count];

    internal void KeepNext()
    {
        _workers[Count] = _candidates[Count].Worker;
        Count++;
    }

    // Dropped ones from the back: together there are as many as workers.
    internal void DropNext(int filter)
    {
        _dropped++;
        _candidates[Considered - _dropped] = _candidates[Count];
        _droppedBy[Considered - _dropped] = filter;
    }

    internal void BeginScores(int scorers)
    {
        Grow(ref _terms, scorers * Count);
        MutableTotals.Clear();
    }

    /// <summary>Lets go of the request and of the workers.</summary>
    internal void End()
    {
        _placement = default;
        _workers.AsSpan(0, Count).Clear();
        _candidates.AsSpan(0, Considered).Clear();
        Count = 0;
    }

    private void Find(Span<int> depths, bool approximate)
    {
        ReadOnlySpan<WorkerEndpoint> workers = _workers.AsSpan(0, Count);
        if (_placement.Keys.IsEmpty)
        {
            depths.Clear();
        }
        else if (approximate)
        {
            _approximate.Match(_placement.Keys.Span, workers, depths);
        }
        else
        {
            _prefixes.Match(_placement.Model, _placement.Keys.Span, workers, depths);
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[Math.Max(length, 2 * array.Length)];
        }
    }
}
