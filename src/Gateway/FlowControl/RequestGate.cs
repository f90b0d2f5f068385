using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.FlowControl.Queueing;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>What an HTTP request goes through before it runs: budget, then admission.</summary>
internal sealed class RequestGate(IAdmission admission, IBudgets budgets, TenantLoads loads, TenantLabels labels, FlowMetrics metrics)
{
    /// <summary>Puts the pool that should take the request before its fallbacks: the first one with room, or else with workers.</summary>
    public RoutedRequest Prefer(in RoutedRequest routed)
    {
        ModelPool[] pools = routed.Pools;
        if (pools.Length == 1)
        {
            return routed;
        }

        int first = Array.FindIndex(pools, pool => admission.PressureOf(pool.Model) is { Capacity.Workers: > 0, Saturation: < 1 });
        first = first < 0 ? Array.FindIndex(pools, pool => admission.PressureOf(pool.Model).Capacity.Workers > 0) : first;
        return first <= 0 ? routed : routed with { Pools = [pools[first], .. pools[..first], .. pools[(first + 1)..]] };
    }

    /// <summary>Waits until the request may run.</summary>
    /// <param name="context">Its caller is known.</param>
    /// <param name="pool">Where it is to run.</param>
    /// <param name="ask">Its estimated size.</param>
    /// <returns>To be disposed when the request ends, however it ends.</returns>
    /// <exception cref="OpenAiException">429 or 503: it may not run.</exception>
    public async ValueTask<Passage> EnterAsync(HttpContext context, ModelPool pool, BudgetAsk ask)
    {
        Caller caller = Caller.Of(context);
        var exchange = Exchange.Of(context);
        (exchange.Model, exchange.Metrics) = (pool.Name, pool.Metrics);
        AnnounceLimits(context.Response, caller.Tenant);
        BudgetMeter meter = await ReserveAsync(caller.Tenant, pool.Model, ask, context.RequestAborted);
        try
        {
            var request = new AdmissionRequest(pool.Model, caller.Tenant, caller.Priority, Math.Max(1, ask.Prompt + ask.Answer))
            {
                Flow = caller.Flow,
                Deadline = caller.Deadline,
            };
            AdmissionPermit permit = await admission.AdmitAsync(request, context.RequestAborted);
            exchange.Meter = meter;
            return new Passage(context, caller.Tenant, permit, ask.Prompt, labels);
        }
        catch
        {
            meter.Settle(0, 0);
            meter.Dispose();
            throw;
        }
    }

    private async ValueTask<BudgetMeter> ReserveAsync(Tenant tenant, string model, BudgetAsk ask, CancellationToken cancellation)
    {
        try
        {
            return await budgets.ReserveAsync(tenant, ask, cancellation);
        }
        catch (OpenAiException)
        {
            metrics.Rejected.WithLabels(model, Rejection.CodeOf(RejectReason.Budget)).Inc();
            throw;
        }
    }

    private void AnnounceLimits(HttpResponse response, Tenant tenant)
    {
        if (tenant.TokenBudget > 0 || tenant.ConcurrentMax > 0)
        {
            // As they stand when the answer begins.
            response.OnStarting(() =>
            {
                RateLimitHeaders.Write(response.Headers, tenant, loads.Of(tenant), budgets.StateOf(tenant));
                return Task.CompletedTask;
            });
        }
    }
}

/// <summary>One request on its way through. Disposing it settles what it took, by its account.</summary>
internal sealed class Passage(HttpContext context, Tenant tenant, AdmissionPermit permit, long prompt, TenantLabels labels) : IDisposable
{
    private readonly Exchange _exchange = Exchange.Of(context);

    public void Dispose()
    {
        BudgetMeter meter = _exchange.Meter;
        if (Taken() is { } taken)
        {
            meter.Settle(taken.Prompt, taken.Completion);
            permit.Settle(taken.Prompt + taken.Completion);
            labels.CountTokens(tenant, taken.Prompt + taken.Completion);
        }
        else
        {
            // Nobody counted: the estimate stands.
            meter.SettleAsReserved();
            labels.CountTokens(tenant, permit.Tokens);
        }

        meter.Dispose();
        permit.Dispose();
    }

    private TokenCounts? Taken() =>
        _exchange.Reported ?? (
            _exchange.Events > 0 ? new TokenCounts(prompt, _exchange.Events, 0)
            : context.Response.StatusCode >= StatusCodes.Status400BadRequest || !context.Response.HasStarted ? default(TokenCounts)
            : null);
}
