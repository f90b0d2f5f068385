using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Forwarding.Dialects;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Prewarming;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>Decides where a request goes: pool, decode workers, split or not.</summary>
internal sealed class RequestPlanner(
    Scheduler scheduler, SplitDecider decider, LatencyPredictor predictor, Prewarmer prewarmer,
    IOptions<SchedulingOptions> scheduling, IOptions<ForwardingOptions> options)
{
    private readonly WorkerLabels? _here = WorkerLabels.TryParse(scheduling.Value.Labels) is { Count: > 0 } labels ? labels : null;

    /// <summary>The request's size, as far as it is known before it runs.</summary>
    public BudgetAsk Ask(in RequestHead head, ModelPool pool) =>
        new(predictor.TokensOf(pool.Model, head.PromptBytes), TokenEstimate.Answer(head), head.Stream);

    /// <summary>Decides, and leaves what was decided in the request's account.</summary>
    /// <param name="exchange">The request's account; takes what was decided.</param>
    /// <param name="request">The request.</param>
    /// <param name="routed">Where it may go.</param>
    /// <param name="keys">Takes the prompt's keys; must stay until the request is over.</param>
    /// <exception cref="OpenAiException">503: no pool has workers that take requests now.</exception>
    public ForwardPlan Plan(Exchange exchange, in PlannedRequest request, in RoutedRequest routed, PromptKeys keys)
    {
        SchedulingProfile? profile = ProfileOf(routed);
        foreach (ModelPool pool in routed.Pools)
        {
            keys.Compute(pool.Chain(request.Head.CacheSalt), request.Head, request.Body.Span);
            Placement placement = Place(exchange.RequestId, request, pool, keys);
            Picks picks = scheduler.Pick(pool.Workers, placement, Limits.DecodeAttemptsMax, profile);
            if (!picks.IsEmpty)
            {
                prewarmer.See(pool.Model, keys, request.Head, request.Body.Span);
                return Plan(exchange, request, routed, pool, placement, picks);
            }
        }

        throw new OpenAiException(OpenAiError.Unavailable(
            $"No decode worker of the model '{routed.Pools[0].Name}' takes requests now.", "no_decode_worker", options.Value.RetryAfter));
    }

    private ForwardPlan Plan(
        Exchange exchange, in PlannedRequest request, in RoutedRequest routed, ModelPool pool, in Placement placement, in Picks picks)
    {
        exchange.Model = pool.Name;
        exchange.Metrics = pool.Metrics;
        exchange.Decision = decider.Decide(pool.Workers, placement, picks.Workers[0], PolicyFor(picks.Workers[0].Worker, routed.Policy.SplitPolicy), ProfileOf(routed));
        return new ForwardPlan
        {
            Body = request.Body,
            ModelPlace = request.Head.ModelPlace,
            ModelReplacement = pool.Name == request.Head.Model ? default : JsonText.Quoted(pool.Name),
            Workers = picks.Workers,
            Placement = placement,
            Decision = exchange.Decision,
            TextBytes = request.Head.PromptBytes,
            TenantSalt = request.TenantSalt.Length > 0 ? request.Head.CacheSalt : "",
            ActivityTimeout = routed.Policy.ActivityTimeout,
        };
    }

    /// <summary>The route's scheduling profile; null for the gateway's.</summary>
    public SchedulingProfile? ProfileOf(in RoutedRequest routed) => routed.Policy.Profile is { } name ? scheduler.Find(name) : null;

    /// <summary>
    /// The gateway's own policy is made for its own workers, where both pools are run. Engines of other makers share a request when that
    /// is of use, unless their model's policy says otherwise.
    /// </summary>
    /// <param name="decode">The chosen decode worker.</param>
    /// <param name="ofRoute">The route's policy, or null.</param>
    /// <returns>Null for the gateway's own policy.</returns>
    public SplitPolicy? PolicyFor(WorkerEndpoint decode, SplitPolicy? ofRoute) => decode.Dialect switch
    {
        EngineDialect.Native => ofRoute,
        _ when !EngineDialects.CanSplit(decode.Dialect) => SplitPolicy.Never,
        _ => ofRoute ?? decider.OwnPolicyOf(decode.Record.Model) ?? SplitPolicy.WhenUseful,
    };

    /// <summary>The request as filters and scorers see it.</summary>
    public Placement Place(string? requestId, in PlannedRequest request, ModelPool pool, PromptKeys keys) => new()
    {
        RequestId = requestId,
        Model = pool.Model,
        Role = WorkerRole.Decode,
        Keys = keys.Keys,
        PromptTokens = predictor.TokensOf(pool.Model, request.Head.PromptBytes),
        AnswerTokens = TokenEstimate.Answer(request.Head),
        Session = request.Session,
        Adapter = pool.Adapter,
        Near = _here,
    };
}

/// <summary>A request that was read.</summary>
/// <param name="Head">What it asks for.</param>
/// <param name="Body">Its body.</param>
/// <param name="Session">Its session, or null.</param>
/// <param name="TenantSalt">The tenant's part of the head's salt, which the body does not say; empty for none.</param>
internal readonly record struct PlannedRequest(RequestHead Head, ReadOnlyMemory<byte> Body, string? Session, string TenantSalt);
