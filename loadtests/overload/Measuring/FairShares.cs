using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload.Load;

namespace InferenceGateway.Overload.Measuring;

/// <summary>
/// What each tenant is due of the tokens that were served, by the rules of flow control: the high priority gets what it asks for, the low
/// one its reserve, and the rest is the normal one's, by weight.
/// </summary>
public static class FairShares
{
    /// <summary>Due tokens of each tenant.</summary>
    /// <param name="tenants">The tenants; at least one of normal priority, and of low priority one at most.</param>
    /// <param name="offered">Tokens that each asked for.</param>
    /// <param name="served">Tokens that all had together.</param>
    /// <param name="options">Reserves.</param>
    public static double[] Of(IReadOnlyList<TenantPlan> tenants, IReadOnlyList<long> offered, long served, FlowControlOptions options)
    {
        double high = tenants.Select((tenant, at) => tenant.Priority == RequestPriority.High ? offered[at] : 0).Sum();
        double low = tenants.Any(tenant => tenant.Priority == RequestPriority.Low) ? options.LowReserve * served : 0;
        double weights = tenants.Where(tenant => tenant.Priority == RequestPriority.Normal).Sum(tenant => tenant.Weight);
        return
        [
            .. tenants.Select((tenant, at) => tenant.Priority switch
            {
                RequestPriority.High => offered[at],
                RequestPriority.Low => low,
                _ => (served - high - low) * tenant.Weight / weights,
            }),
        ];
    }
}
