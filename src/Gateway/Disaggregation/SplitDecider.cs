using System.Collections.Frozen;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Explain;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Applies the policy to one request.</summary>
internal sealed class SplitDecider
{
    private static readonly SplitDecision _never = new(SplitVerdict.Of(SplitReason.PolicyNever), [], null);
    private static readonly SplitDecision _noPrefill = new(SplitVerdict.Of(SplitReason.NoPrefillWorker), [], null);

    private readonly Scheduler _scheduler;
    private readonly SplitPolicy _policy;
    private readonly FrozenDictionary<string, SplitPolicy> _byModel;
    private readonly SplitEstimator _estimator;
    private readonly FrozenDictionary<SplitReason, Counter.Child> _counts;
    private readonly DecisionRing _ring;
    private readonly TimeSpan _retryAfter;

    public SplitDecider(
        Scheduler scheduler,
        LatencyPredictor predictor,
        IFleetLoads fleet,
        TimeProvider time,
        IOptions<DisaggregationOptions> options,
        IOptions<ForwardingOptions> forwarding,
        DecisionRing ring,
        GatewayMetrics metrics)
    {
        _scheduler = scheduler;
        _policy = DisaggregationOptions.PolicyNamed(options.Value.Policy)!.Value;
        _byModel = options.Value.Models.ToFrozenDictionary(
            model => model.Key, model => DisaggregationOptions.PolicyNamed(model.Value)!.Value, StringComparer.Ordinal);
        _estimator = new SplitEstimator(predictor, fleet, time, options.Value.StreamWeight);
        _counts = SplitVerdict.All.ToFrozenDictionary(verdict => verdict.Reason, verdict => metrics.Decision(verdict.Place, verdict.Word));
        _ring = ring;
        _retryAfter = forwarding.Value.RetryAfter;
    }

    /// <summary>Decides, counts, and says which prefill workers to try.</summary>
    /// <param name="workers">All workers of the model.</param>
    /// <param name="placement">The request as it was placed on its decode worker.</param>
    /// <param name="decode">That worker.</param>
    /// <param name="policy">The route's policy; null for that of the model.</param>
    /// <param name="profile">The route's profile; null for the gateway's.</param>
    /// <exception cref="OpenAiException">503: the policy demands a prefill worker and there is none.</exception>
    public SplitDecision Decide(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, in PickedWorker decode, SplitPolicy? policy = null, SchedulingProfile? profile = null)
    {
        SplitPolicy used = policy ?? PolicyOf(placement.Model);
        SplitDecision decision = Consider(workers, placement, decode, used, profile, dry: false);
        _ring.Split(placement.RequestId, used, decision);
        _counts[decision.Verdict.Reason].Inc();
        return decision.Verdict.Reason == SplitReason.Refused
            ? throw new OpenAiException(OpenAiError.Unavailable(
                $"No prefill worker of the model '{placement.Model}' takes requests now, and the policy is to split every request.",
                "no_prefill_worker",
                _retryAfter))
            : decision;
    }

    /// <summary>The same without a trace: nothing is counted, remembered or refused.</summary>
    public SplitDecision Explain(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, in PickedWorker decode, SplitPolicy? policy = null, SchedulingProfile? profile = null) =>
        Consider(workers, placement, decode, policy ?? PolicyOf(placement.Model), profile, dry: true);

    /// <summary>The policy for requests of a model whose route says nothing.</summary>
    public SplitPolicy PolicyOf(string model) => _byModel.TryGetValue(model, out SplitPolicy own) ? own : _policy;

    /// <summary>The policy configured for that very model, or null.</summary>
    public SplitPolicy? OwnPolicyOf(string model) => _byModel.TryGetValue(model, out SplitPolicy own) ? own : null;

    /// <summary>The request as it is placed on a prefill worker, near its decode worker.</summary>
    public static Placement PrefillOf(in Placement placement, in PickedWorker decode) =>
        placement with { Role = WorkerRole.Prefill, Near = decode.Worker.Labels };

    private SplitDecision Consider(
        ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, in PickedWorker decode, SplitPolicy policy, SchedulingProfile? profile, bool dry)
    {
        if (policy == SplitPolicy.Never)
        {
            return _never;
        }

        Placement prefill = PrefillOf(placement, decode);
        Picks picks = dry
            ? _scheduler.Preview(workers, prefill, Limits.PrefillAttemptsMax, profile)
            : _scheduler.Pick(workers, prefill, Limits.PrefillAttemptsMax, profile);
        if (picks.IsEmpty)
        {
            return policy == SplitPolicy.Require ? new SplitDecision(SplitVerdict.Of(SplitReason.Refused), [], null) : _noPrefill;
        }

        if (policy == SplitPolicy.Require)
        {
            return new SplitDecision(SplitVerdict.Of(SplitReason.PolicyRequire), picks.Workers, null);
        }

        SplitEstimate estimate = _estimator.Estimate(placement, decode, picks.Workers[0]);
        var verdict = SplitVerdict.Of(estimate.Cheaper);
        return new SplitDecision(verdict, verdict.Splits ? picks.Workers : [], estimate);
    }
}
