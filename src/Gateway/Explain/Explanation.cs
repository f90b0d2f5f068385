using System.Text.Json.Serialization;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Explain;

/// <summary>Why a request goes where it goes.</summary>
internal sealed record Explanation(string? RequestId, IReadOnlyList<DecisionExplanation> Decisions, SplitExplanation? Split);

/// <summary>
/// One choice: of a decode worker, or of a prefill worker. The margin is the score of the chosen one less that of the best other one; ties
/// are the candidates that share the best score; yielded means that the filters that yield were left out, as nobody would have passed.
/// </summary>
internal sealed record DecisionExplanation(
    WorkerRole Role,
    string Model,
    string Profile,
    string Picker,
    DateTimeOffset At,
    int PromptTokens,
    int PromptBlocks,
    int Considered,
    int Kept,
    bool Yielded,
    string? Chosen,
    string? RunnerUp,
    double? Margin,
    int Ties,
    IReadOnlyList<FilterExplanation> Filters,
    IReadOnlyList<CandidateExplanation> Candidates,
    IReadOnlyList<DroppedExplanation>? Dropped)
{
    public static DecisionExplanation Of(DecisionEntry entry, IReadOnlyList<DroppedExplanation>? dropped = null)
    {
        CandidateExplanation[] candidates = new CandidateExplanation[entry.RowCount];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = CandidateExplanation.Of(entry, i);
        }

        CandidateExplanation? chosen = Array.Find(candidates, candidate => candidate.Worker == entry.Chosen);
        CandidateExplanation? other = Array.Find(candidates, candidate => candidate.Worker != entry.Chosen);
        return new DecisionExplanation(
            entry.Role,
            entry.Model,
            entry.Profile,
            entry.Plugins!.Picker.Name,
            entry.At,
            entry.PromptTokens,
            entry.Blocks,
            entry.Considered,
            entry.Kept,
            entry.Yielded,
            entry.Chosen,
            other?.Worker,
            chosen?.Score - other?.Score,
            entry.Ties,
            FilterExplanation.Of(entry),
            candidates,
            dropped);
    }
}

/// <summary>How many workers a filter stopped.</summary>
internal sealed record FilterExplanation(string Filter, bool Yields, int Stopped)
{
    public static FilterExplanation[] Of(DecisionEntry entry)
    {
        var filters = new FilterExplanation[entry.Plugins!.FilterArray.Length];
        for (int i = 0; i < filters.Length; i++)
        {
            filters[i] = new FilterExplanation(entry.Plugins.FilterArray[i].Name, entry.Plugins.FilterArray[i].Yields, entry.Stopped[i]);
        }

        return filters;
    }
}

/// <summary>A worker that passed the filters.</summary>
internal sealed record CandidateExplanation(
    string Worker,
    double Score,
    IReadOnlyList<TermExplanation> Terms,
    int? HeldBlocks,
    int CachedTokens,
    int Requests,
    int Waiting,
    long PrefillTokens,
    long DecodeTokens,
    double KvUse,
    EngineState? Engine)
{
    public static CandidateExplanation Of(DecisionEntry entry, int row)
    {
        DecisionEntry.Row figures = entry.Rows[row];
        var terms = new TermExplanation[entry.Plugins!.ScorerArray.Length];
        for (int i = 0; i < terms.Length; i++)
        {
            double weight = entry.Plugins.ScorerArray[i].Weight;
            double score = entry.TermsOf(row)[i];
            terms[i] = new TermExplanation(entry.Plugins.ScorerArray[i].Scorer.Name, weight, score, weight * score);
        }

        return new CandidateExplanation(
            figures.Candidate.Worker.Id,
            figures.Total,
            terms,
            figures.HeldBlocks < 0 ? null : figures.HeldBlocks,
            figures.CachedTokens,
            figures.Candidate.Requests,
            figures.Candidate.Waiting,
            figures.Candidate.PrefillTokens,
            figures.Candidate.DecodeTokens,
            figures.Candidate.KvUse,
            figures.Candidate.Engine);
    }
}

/// <summary>One scorer's part of a score.</summary>
internal sealed record TermExplanation(string Scorer, double Weight, double Score, double Weighted);

/// <summary>A worker that did not pass, and what each filter says of it.</summary>
internal sealed record DroppedExplanation(string Worker, string StoppedBy, IReadOnlyDictionary<string, bool> Filters);

/// <summary>Whether the prompt is split off, and what both ways would cost in seconds.</summary>
internal sealed record SplitExplanation(
    SplitPolicy Policy,
    string Decision,
    string Reason,
    IReadOnlyList<string> PrefillCandidates,
    double? LocalSeconds,
    double? RemoteSeconds,
    SplitEstimate? Estimate)
{
    public static SplitExplanation Of(SplitPolicy policy, SplitDecision decision) => new(
        policy,
        decision.Place,
        decision.Reason,
        Array.ConvertAll(decision.PrefillCandidates, worker => worker.Id),
        decision.Estimate?.Local,
        decision.Estimate?.Remote,
        decision.Estimate);
}

/// <summary>A request in the ring.</summary>
internal sealed record DecisionSummary(string RequestId, DateTimeOffset At, string Model, string? Chosen);

/// <summary>The latest requests in the ring, newest first.</summary>
internal sealed record DecisionList(IReadOnlyList<DecisionSummary> Decisions);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(DecisionList))]
internal sealed partial class ExplainJsonContext : JsonSerializerContext;
