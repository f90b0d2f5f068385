using System.Collections.Concurrent;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Tenancy;
using Prometheus;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>The series of tenants: the first ones that ask have their own, all further ones share one.</summary>
internal sealed class TenantLabels(FlowMetrics metrics)
{
    private const string Others = "other";

    private readonly ConcurrentDictionary<string, Counter.Child> _tokens = new(StringComparer.Ordinal);

    public void CountTokens(Tenant tenant, long tokens) => SeriesOf(tenant.Id).Inc(tokens);

    private Counter.Child SeriesOf(string tenant) =>
        _tokens.TryGetValue(tenant, out Counter.Child? own) ? own
        : _tokens.Count < Limits.TenantLabelsMax ? _tokens.GetOrAdd(tenant, static (id, metrics) => metrics.TenantTokens.WithLabels(id), metrics)
        : metrics.TenantTokens.WithLabels(Others);
}
