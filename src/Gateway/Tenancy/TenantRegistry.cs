using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>All tenants.</summary>
internal sealed class TenantRegistry
{
    /// <summary>Id of those who show no key.</summary>
    public const string AnonymousId = "anonymous";

    private readonly FrozenDictionary<string, Tenant> _byId;

    public TenantRegistry(IOptions<TenancyOptions> options)
    {
        _byId = options.Value.Tenants.ToFrozenDictionary(tenant => tenant.Key, tenant => Create(tenant.Key, tenant.Value), StringComparer.Ordinal);
        Anonymous = _byId.GetValueOrDefault(AnonymousId) ?? new Tenant(AnonymousId);
    }

    public Tenant Anonymous { get; }

    public Tenant? Find(string id) => _byId.GetValueOrDefault(id);

    private static Tenant Create(string id, TenantOptions options) => new(id)
    {
        Weight = options.Weight,
        Priority = OptionNames.Parse<RequestPriority>(options.Priority),
        PriorityMax = OptionNames.Parse<RequestPriority>(options.PriorityMax),
        TokenBudget = options.TokenBudget,
        ConcurrentMax = options.ConcurrentMax,
        QueueTimeout = options.QueueTimeout,
        NamesFlows = options.NamesFlows,
        CacheSalt = options.SharesCache ? null : id,
    };
}
