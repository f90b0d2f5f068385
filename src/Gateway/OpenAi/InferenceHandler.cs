using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>The road of one request: read the head, find the pool, choose the workers, forward.</summary>
internal sealed class InferenceHandler(
    ModelCatalog catalog,
    Scheduler scheduler,
    SplitDecider decider,
    RequestForwarder forwarder,
    IOptions<ForwardingOptions> options,
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
        ModelPool pool = FindPool(head.Model, exchange);
        WorkerEndpoint[] decode = PickDecode(pool);
        exchange.Decision = decider.Decide(pool);
        metrics.Overhead.Observe(time.GetElapsedTime(started).TotalSeconds);
        await forwarder.ForwardAsync(context, exchange, decode, TokenEstimate.Of(head, body.Length), body.Memory);
    }

    private ModelPool FindPool(string model, Exchange exchange)
    {
        ModelPool pool = catalog.Find(model) ?? throw new OpenAiException(OpenAiError.ModelNotFound(model));
        exchange.Model = pool.Model;
        exchange.Metrics = pool.Metrics;
        return pool;
    }

    private WorkerEndpoint[] PickDecode(ModelPool pool)
    {
        Picks picks = scheduler.Pick(pool.Workers, new Placement { Model = pool.Model, Role = WorkerRole.Decode }, Limits.DecodeAttemptsMax);
        return !picks.IsEmpty
            ? [.. picks.Workers.Select(picked => picked.Worker)]
            : throw new OpenAiException(OpenAiError.Unavailable(
                $"No decode worker of the model '{pool.Model}' takes requests now.", "no_decode_worker", options.Value.RetryAfter));
    }
}
