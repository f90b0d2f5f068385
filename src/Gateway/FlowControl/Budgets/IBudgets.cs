using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl.Budgets;

/// <summary>The token budgets of tenants, shared by all gateways through Redis. Safe for use by many requests at once.</summary>
public interface IBudgets
{
    /// <summary>Sets a request's tokens aside.</summary>
    /// <param name="tenant">Whose budget; one without a budget gets a meter that allows everything.</param>
    /// <param name="ask">How many.</param>
    /// <param name="cancellation">Ends the wait for Redis.</param>
    /// <returns>What the request is metered with, to be disposed when it ends, however it ends.</returns>
    /// <exception cref="OpenAiException">429: the budget of this window is used up.</exception>
    ValueTask<BudgetMeter> ReserveAsync(Tenant tenant, BudgetAsk ask, CancellationToken cancellation);

    /// <summary>How a tenant's budget stands, as far as this gateway knows without asking; all zero for one without a budget.</summary>
    BudgetState StateOf(Tenant tenant);
}

/// <summary>A budget at one instant.</summary>
/// <param name="Limit">Tokens in a window; 0 when there is no budget.</param>
/// <param name="Left">Tokens left in this one.</param>
/// <param name="Reset">Time until the next one.</param>
public readonly record struct BudgetState(long Limit, long Left, TimeSpan Reset);

/// <summary>What a request will take, as far as that is known before it runs.</summary>
/// <param name="Prompt">Estimated tokens of the prompt.</param>
/// <param name="Answer">Tokens of the answer: the client's bound, or a usual length.</param>
/// <param name="CanBeCut">
/// Whether the answer can be ended early: a stream is let in with what is left of the budget, a whole answer only when all of it fits.
/// </param>
public readonly record struct BudgetAsk(long Prompt, long Answer, bool CanBeCut);
