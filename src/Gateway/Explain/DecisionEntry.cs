using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Profiles;

namespace InferenceGateway.Gateway.Explain;

/// <summary>One decision as it was, in plain figures: nothing is formatted before somebody asks. Written again and again.</summary>
/// <param name="rowsMax">Workers kept.</param>
internal sealed class DecisionEntry(int rowsMax)
{
    private readonly Row[] _rows = new Row[rowsMax];
    private double[] _terms = [];
    private int[] _stopped = [];

    public string? RequestId { get; private set; }

    public string Model { get; private set; } = "";

    public WorkerRole Role { get; private set; }

    public string Profile { get; private set; } = "";

    public RoleProfile? Plugins { get; private set; }

    public DateTimeOffset At { get; private set; }

    public int PromptTokens { get; private set; }

    public int Blocks { get; private set; }

    public int Considered { get; private set; }

    public int Kept { get; private set; }

    public bool Yielded { get; private set; }

    /// <summary>Candidates that have the best score.</summary>
    public int Ties { get; private set; }

    public string? Chosen { get; private set; }

    /// <summary>Best first; the chosen one is among them.</summary>
    public ReadOnlySpan<Row> Rows => _rows.AsSpan(0, RowCount);

    public int RowCount { get; private set; }

    /// <summary>Unweighted scores of a row, one for each scorer.</summary>
    public ReadOnlySpan<double> TermsOf(int row) => _terms.AsSpan(row * Plugins!.ScorerArray.Length, Plugins.ScorerArray.Length);

    /// <summary>How many workers each filter stopped.</summary>
    public ReadOnlySpan<int> Stopped => _stopped.AsSpan(0, Plugins!.FilterArray.Length);

    public void Write(DateTimeOffset at, string profile, RoleProfile role, CandidateSet set, ReadOnlySpan<PickedWorker> picked)
    {
        ref readonly Placement placement = ref set.Placement;
        RequestId = placement.RequestId;
        Model = placement.Model;
        Role = placement.Role;
        Profile = profile;
        Plugins = role;
        At = at;
        PromptTokens = placement.PromptTokens;
        Blocks = placement.Keys.Length;
        Considered = set.Considered;
        Kept = set.Count;
        Yielded = set.Yielded;
        Chosen = picked.IsEmpty ? null : picked[0].Worker.Id;
        WriteFilters(role, set);
        WriteRows(role, set, picked);
    }

    public void Clear()
    {
        RequestId = null;
        _rows.AsSpan(0, RowCount).Clear();
        RowCount = 0;
    }

    private void WriteFilters(RoleProfile role, CandidateSet set)
    {
        if (_stopped.Length < role.FilterArray.Length)
        {
            _stopped = new int[role.FilterArray.Length];
        }

        _stopped.AsSpan().Clear();
        foreach (int filter in set.DroppedBy)
        {
            _stopped[filter]++;
        }
    }

    private void WriteRows(RoleProfile role, CandidateSet set, ReadOnlySpan<PickedWorker> picked)
    {
        Span<int> places = stackalloc int[Math.Min(_rows.Length, set.Count)];
        Ties = Best(set, picked, places);
        _rows.AsSpan(0, RowCount).Clear();
        RowCount = places.Length;
        int scorers = role.ScorerArray.Length;
        if (_terms.Length < places.Length * scorers)
        {
            _terms = new double[_rows.Length * scorers];
        }

        for (int row = 0; row < places.Length; row++)
        {
            int place = places[row];
            _rows[row] = new Row(set.All[place], set.Totals[place], set.HeldBlocks[place], set.CachedTokens(place));
            for (int s = 0; s < scorers; s++)
            {
                _terms[(row * scorers) + s] = set.TermsOf(s)[place];
            }
        }
    }

    /// <summary>Fills in the places of the best candidates, best first, the chosen one last if it is not among them.</summary>
    /// <returns>How many have the best score.</returns>
    private static int Best(CandidateSet set, ReadOnlySpan<PickedWorker> picked, Span<int> places)
    {
        if (places.IsEmpty)
        {
            return 0;
        }

        ReadOnlySpan<double> totals = set.Totals;
        int filled = 0;
        int chosen = -1;
        for (int i = 0; i < totals.Length; i++)
        {
            chosen = ReferenceEquals(set.All[i].Worker, picked[0].Worker) ? i : chosen;
            if (filled < places.Length || totals[i] > totals[places[^1]])
            {
                filled = Insert(totals, places, filled, i);
            }
        }

        int ties = totals.Count(totals[places[0]]);
        if (!places.Contains(chosen))
        {
            places[^1] = chosen;
        }

        return ties;
    }

    private static int Insert(ReadOnlySpan<double> totals, Span<int> places, int filled, int candidate)
    {
        int at = filled < places.Length ? filled++ : places.Length - 1;
        while (at > 0 && totals[places[at - 1]] < totals[candidate])
        {
            places[at] = places[at - 1];
            at--;
        }

        places[at] = candidate;
        return filled;
    }

    /// <summary>A candidate as it stood.</summary>
    public readonly record struct Row(Candidate Candidate, double Total, int HeldBlocks, int CachedTokens);
}
