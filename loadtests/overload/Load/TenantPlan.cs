using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Overload.Load;

/// <summary>One tenant of the demonstration.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Priority">Of all its requests.</param>
/// <param name="Weight">Against other tenants of its priority.</param>
/// <param name="Offered">Requests it sends, as a part of what can be served.</param>
public sealed record TenantPlan(string Id, RequestPriority Priority, double Weight, double Offered)
{
    /// <summary>Least overload at which everyone but the high priority asks for more than its due.</summary>
    public const double TimesMin = 2;

    // Well below what can be served: a priority keeps nothing for those who ask for all of it.
    private const double HighOffered = 0.25;

    /// <summary>The tenants: one that people wait for, two of weights 3 and 1, and one of batch work.</summary>
    /// <param name="times">What all of them offer together.</param>
    public static TenantPlan[] For(double times)
    {
        double rest = times - HighOffered;
        return
        [
            new("people", RequestPriority.High, 1, HighOffered),
            new("acme", RequestPriority.Normal, 3, rest * 4 / 11),
            new("bolt", RequestPriority.Normal, 1, rest * 3 / 11),
            new("batch", RequestPriority.Low, 1, rest * 4 / 11),
        ];
    }
}
