using System.Collections.Concurrent;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Queueing;

/// <summary>Requests that one tenant has under way, waiting ones included.</summary>
internal sealed class TenantLoad(int most)
{
    private int _count;

    public int Left => Math.Max(0, most - Volatile.Read(ref _count));

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= most)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}

/// <summary>The loads of tenants with a bound.</summary>
internal sealed class TenantLoads
{
    private readonly ConcurrentDictionary<Tenant, TenantLoad> _loads = new(ReferenceEqualityComparer.Instance);

    /// <summary>Null for a tenant without a bound.</summary>
    public TenantLoad? Of(Tenant tenant) =>
        tenant.ConcurrentMax == 0 ? null : _loads.GetOrAdd(tenant, static tenant => new TenantLoad(tenant.ConcurrentMax));
}
