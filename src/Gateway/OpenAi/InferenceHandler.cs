using InferenceGateway.Contracts;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Mirroring;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>The road of one request: read the head, find the pools, wait for a place, choose the workers, forward.</summary>
internal sealed class InferenceHandler(
    ModelRouter router,
    RequestGate gate,
    RequestPlanner planner,
    RequestForwarder forwarder,
    RequestMirror mirror,
    GatewayMetrics metrics,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, ApiRoute route)
    {
        var exchange = Exchange.Of(context);
        exchange.Route = route;
        using RequestBody body = await RequestBody.ReadAsync(context);
        long started = time.GetTimestamp();
        RequestHead head = RequestHeadReader.Read(body.Span);
        string? session = SessionOf(context.Request.Headers, head);
        RoutedRequest routed = gate.Prefer(router.Route(head, context.Request.Headers, session));
        long waiting = time.GetTimestamp();
        string tenantSalt = Caller.Of(context).Tenant.CacheSalt ?? "";
        head = head with { CacheSalt = CacheSalts.Combine(tenantSalt, head.CacheSalt) ?? "" };
        using Passage passage = await gate.EnterAsync(context, routed.Pools[0], planner.Ask(head, routed.Pools[0]));
        started += time.GetTimestamp() - waiting;
        routed = router.Renew(routed);
        using var keys = new PromptKeys();
        using CancellationTokenSource? deadline = routed.Policy.Timeout is { } timeout ? new CancellationTokenSource(timeout, time) : null;
        var request = new PlannedRequest(head, body.Memory, session, tenantSalt);
        ForwardPlan plan = planner.Plan(exchange, request, routed, keys);
        plan.Deadline = deadline?.Token ?? CancellationToken.None;
        metrics.Overhead.Observe(time.GetElapsedTime(started).TotalSeconds);
        mirror.Offer(routed.Policy.Mirror, request, context.Request.Path, exchange.RequestId);
        await forwarder.ForwardAsync(context, exchange, plan);
    }

    /// <summary>The session the client names, or null.</summary>
    public static string? SessionOf(IHeaderDictionary headers, in RequestHead head)
    {
        string? session = headers[HeaderNames.SessionId];
        return session is { Length: > 0 and <= Limits.SessionCharsMax } ? session : head.CacheKey;
    }
}
