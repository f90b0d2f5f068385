using System.Collections.Concurrent;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>One account for each tenant with a budget.</summary>
internal sealed class TenantBudgets(BudgetSource source) : IBudgets
{
    private readonly ConcurrentDictionary<Tenant, BudgetAccount> _accounts = new(ReferenceEqualityComparer.Instance);

    public ValueTask<BudgetMeter> ReserveAsync(Tenant tenant, BudgetAsk ask, CancellationToken cancellation) =>
        tenant.TokenBudget == 0 ? ValueTask.FromResult(BudgetMeter.Unlimited) : AccountOf(tenant).ReserveAsync(ask, cancellation);

    public BudgetState StateOf(Tenant tenant) =>
        tenant.TokenBudget == 0 ? default : new BudgetState(tenant.TokenBudget, AccountOf(tenant).Left, source.UntilNext);

    private BudgetAccount AccountOf(Tenant tenant) =>
        _accounts.GetOrAdd(tenant, static (tenant, source) => new BudgetAccount(tenant.Id, tenant.TokenBudget, source), source);
}
