using System.Globalization;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.FlowControl.Queueing;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>Writes <c>x-ratelimit-*</c> as OpenAI's clients read them, for the bounds that a tenant has.</summary>
internal static class RateLimitHeaders
{
    // A place becomes free when any of the tenant's requests ends; nobody knows when, so clients are told to look again soon.
    private const string Soon = "1s";

    public static void Write(IHeaderDictionary headers, Tenant tenant, TenantLoad? load, in BudgetState budget)
    {
        if (load is not null)
        {
            headers["x-ratelimit-limit-requests"] = Text(tenant.ConcurrentMax);
            headers["x-ratelimit-remaining-requests"] = Text(load.Left);
            headers["x-ratelimit-reset-requests"] = load.Left > 0 ? "0s" : Soon;
        }

        if (budget.Limit > 0)
        {
            headers["x-ratelimit-limit-tokens"] = Text(budget.Limit);
            headers["x-ratelimit-remaining-tokens"] = Text(budget.Left);
            headers["x-ratelimit-reset-tokens"] = Text((long)Math.Ceiling(budget.Reset.TotalSeconds)) + "s";
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
