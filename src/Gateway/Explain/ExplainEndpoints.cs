using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Prompts;

namespace InferenceGateway.Gateway.Explain;

/// <summary>Answers why requests go where they go; for operators, on the management port.</summary>
internal sealed class ExplainEndpoints(Explainer explainer, DecisionRing ring, ModelCatalog catalog, LatencyPredictor predictor)
{
    private const int AnswerTokensUsual = 256;

    public async Task ExplainAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        RequestHead head = RequestHeadReader.Read(body.Span);
        ModelPool pool = catalog.Find(head.Model) ?? throw new OpenAiException(OpenAiError.ModelNotFound(head.Model));
        Explanation explanation = explainer.Explain(pool.Workers, Place(pool, head, body.Span, context.Request.Headers[HeaderNames.RequestId]));
        await WriteAsync(context, explanation, ExplainJsonContext.Default.Explanation);
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

    private Placement Place(ModelPool pool, in RequestHead head, ReadOnlySpan<byte> body, string? requestId)
    {
        int bytes = head.Tools.Length + head.Prompt.Length;
        var keys = new BlockKey[PromptChain.Blocks(bytes)];
        new PromptChain(new PromptScope(pool.Model, "", head.CacheSalt)).Compute(
            body.Slice(head.Tools.Start, head.Tools.Length), body.Slice(head.Prompt.Start, head.Prompt.Length), keys);
        return new Placement
        {
            RequestId = requestId,
            Model = pool.Model,
            Role = WorkerRole.Decode,
            Keys = keys,
            PromptTokens = predictor.TokensOf(pool.Model, bytes),
            AnswerTokens = (int)Math.Clamp(head.MaxTokens ?? AnswerTokensUsual, 0, int.MaxValue),
            Session = head.CacheKey,
        };
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
