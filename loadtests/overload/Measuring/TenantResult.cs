using InferenceGateway.Overload.Load;

namespace InferenceGateway.Overload.Measuring;

/// <summary>What became of one tenant's requests.</summary>
/// <param name="Plan">The tenant.</param>
/// <param name="Offered">Requests it sent.</param>
/// <param name="Served">Requests answered whole.</param>
/// <param name="Refused">Answers of 429.</param>
/// <param name="WithRetryAfter">Those of them that said when to come again.</param>
/// <param name="Unavailable">Answers of 503.</param>
/// <param name="Broken">Everything else.</param>
/// <param name="Reasons">Refusals by their code.</param>
/// <param name="Tokens">Tokens it had once the queues had filled, until the load ended.</param>
/// <param name="Due">Tokens it should have had then.</param>
/// <param name="Share">Its part of all tokens of that time.</param>
/// <param name="FirstTokenP50">Seconds to the first token: half of those served were faster. Null if none was served.</param>
/// <param name="FirstTokenP99">The same for 99 of 100.</param>
public sealed record TenantResult(
    TenantPlan Plan,
    int Offered,
    int Served,
    int Refused,
    int WithRetryAfter,
    int Unavailable,
    int Broken,
    IReadOnlyDictionary<string, int> Reasons,
    long Tokens,
    double Due,
    double Share,
    double? FirstTokenP50,
    double? FirstTokenP99)
{
    /// <summary>What it had against what it was due; 1 is just.</summary>
    public double HadByDue => Due > 0 ? Tokens / Due : 0;

    /// <summary>Adds a tenant's outcomes up.</summary>
    /// <param name="plan">The tenant.</param>
    /// <param name="own">Its outcomes.</param>
    /// <param name="tokens">Tokens it had in the counted time.</param>
    /// <param name="due">Tokens it should have had.</param>
    /// <param name="all">Tokens all tenants had.</param>
    public static TenantResult Of(TenantPlan plan, IReadOnlyList<Outcome> own, long tokens, double due, long all)
    {
        double[] firsts = [.. own.Where(outcome => outcome.Served).Select(outcome => outcome.FirstToken!.Value).Order()];
        Outcome[] refused = [.. own.Where(outcome => outcome.Status == 429)];
        int served = firsts.Length;
        int unavailable = own.Count(outcome => outcome.Status == 503);
        return new TenantResult(
            plan,
            own.Count,
            served,
            refused.Length,
            refused.Count(outcome => outcome.HasRetryAfter),
            unavailable,
            own.Count - served - refused.Length - unavailable,
            refused.CountBy(outcome => outcome.Code ?? "none").OrderBy(reason => reason.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            tokens,
            due,
            all > 0 ? (double)tokens / all : 0,
            Quantile(firsts, 0.5),
            Quantile(firsts, 0.99));
    }

    /// <summary>The value below which that share of ordered values lies; null for none.</summary>
    public static double? Quantile(IReadOnlyList<double> ordered, double share) =>
        ordered.Count == 0 ? null : ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Count) - 1)];
}
