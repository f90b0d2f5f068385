using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Hosting;

namespace InferenceGateway.Gateway.Explain;

/// <summary>Answers why requests go where they go; for operators, on the management port.</summary>
internal sealed class ExplainEndpoints(Explainer explainer, DecisionRing ring, ModelRouter router, RequestPlanner planner)
{
    public async Task ExplainAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        RequestHead head = RequestHeadReader.Read(body.Span);
        string? session = InferenceHandler.SessionOf(context.Request.Headers, head);
        RoutedRequest routed = router.Route(head, context.Request.Headers, session);
        await WriteAsync(context, Explain(context, new PlannedRequest(head, body.Memory, session, TenantSalt: ""), routed), ExplainJsonContext.Default.Explanation);
    }

    public Task FindAsync(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        Explanation explanation = ring.Find(id) ?? throw new OpenAiException(new OpenAiError(
            StatusCodes.Status404NotFound,
            new OpenAiErrorBody(
                $"No decision about the request '{id}' is kept; the ring holds the latest ones only.", "invalid_request_error", "request_id", "decision_not_found")));
        return WriteAsync(context, explanation, ExplainJsonContext.Default.Explanation);
    }

    public Task ListAsync(HttpContext context) =>
        WriteAsync(context, new DecisionList(ring.Latest(Limits.DecisionsListedMax)), ExplainJsonContext.Default.DecisionList);

    // The first pool that has a worker for it, as for a real request; when none has, the first says why.
    private Explanation Explain(HttpContext context, in PlannedRequest request, in RoutedRequest routed)
    {
        string? requestId = context.Request.Headers[HeaderNames.RequestId];
        using var keys = new PromptKeys();
        SplitPolicy? splitPolicy = routed.Policy.SplitPolicy;
        Explanation? first = null;
        foreach (ModelPool pool in routed.Pools)
        {
            keys.Compute(pool.Chain(request.Head.CacheSalt), request.Head, request.Body.Span);
            Explanation explanation = explainer.Explain(
                pool.Workers,
                planner.Place(requestId, request, pool, keys),
                planner.ProfileOf(routed),
                decode => planner.PolicyFor(decode, splitPolicy));
            if (explanation.Decisions[0].Chosen is not null)
            {
                return explanation;
            }

            first ??= explanation;
        }

        return first!;
    }

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, 0, json.Length, context.RequestAborted);
    }
}

internal static class ExplainMapping
{
    /// <summary>Maps <c>/admin/explain</c> and <c>/admin/decisions</c>; whoever maps them says who may ask.</summary>
    public static void MapExplain(this IEndpointRouteBuilder endpoints)
    {
        ExplainEndpoints explain = endpoints.ServiceProvider.GetRequiredService<ExplainEndpoints>();
        endpoints.MapPost("/admin/explain", Told(explain.ExplainAsync));
        endpoints.MapGet("/admin/decisions", Told(explain.ListAsync));
        endpoints.MapGet("/admin/decisions/{id}", Told(explain.FindAsync));
    }

    // The management port has no fault middleware of its own.
    private static RequestDelegate Told(RequestDelegate endpoint) => async context =>
    {
        try
        {
            await endpoint(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted && ErrorEnvelope.Of(fault) is not null)
        {
            await ErrorEnvelope.WriteAsync(context, ErrorEnvelope.Of(fault)!);
        }
    };
}
