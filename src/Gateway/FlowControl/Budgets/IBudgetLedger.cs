namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>Where all gateways together keep what is used of each budget.</summary>
internal interface IBudgetLedger
{
    /// <summary>Reports what was granted without asking, and takes a part of what is left.</summary>
    /// <exception cref="BudgetLedgerException">The ledger cannot be asked now.</exception>
    Task<Lease> LeaseAsync(LeaseRequest request, CancellationToken cancellation);
}

/// <param name="Tenant">Whose budget.</param>
/// <param name="Window">Number of the window.</param>
/// <param name="Budget">All there is in it.</param>
/// <param name="Need">Tokens that are needed now.</param>
/// <param name="Ahead">Tokens to take beyond those, as far as plenty is left.</param>
/// <param name="Unreported">Tokens that were granted without asking; negative when some are given back.</param>
internal readonly record struct LeaseRequest(string Tenant, long Window, long Budget, long Need, long Ahead, long Unreported);

/// <param name="Granted">Tokens that are the asker's now.</param>
/// <param name="Left">Tokens that are still anybody's.</param>
internal readonly record struct Lease(long Granted, long Left);

/// <summary>The ledger is out of reach.</summary>
internal sealed class BudgetLedgerException(string message, Exception inner) : Exception(message, inner);
