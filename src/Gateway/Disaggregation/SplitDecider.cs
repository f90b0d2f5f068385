using System.Collections.Frozen;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Applies the policy to one request.</summary>
internal sealed class SplitDecider(
    Scheduler scheduler,
    IOptions<DisaggregationOptions> options,
    IOptions<ForwardingOptions> forwarding,
    GatewayMetrics metrics)
{
    // WhenUseful needs a model of costs; until there is one it is refused at start rather than taken for something else.
    private static readonly FrozenDictionary<string, SplitPolicy> _implemented =
        new[] { SplitPolicy.Never, SplitPolicy.Require }.ToFrozenDictionary(policy => policy.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly SplitDecision _local = new("local", "policy-never", []);

    private readonly SplitPolicy _policy = PolicyNamed(options.Value.Policy)!.Value;
    private readonly Counter.Child _localCount = metrics.Decision(_local.Place, _local.Reason);
    private readonly Counter.Child _splitCount = metrics.Decision("split", "policy-require");
    private readonly Counter.Child _refusedCount = metrics.Decision("refused", "no-prefill-worker");

    public static IEnumerable<string> Policies => _implemented.Keys.Order(StringComparer.Ordinal);

    public static SplitPolicy? PolicyNamed(string? name) =>
        name is not null && _implemented.TryGetValue(name, out SplitPolicy policy) ? policy : null;

    /// <exception cref="OpenAiException">503: the policy demands a prefill worker and there is none.</exception>
    public SplitDecision Decide(ModelPool pool)
    {
        if (_policy == SplitPolicy.Never)
        {
            _localCount.Inc();
            return _local;
        }

        Picks candidates = scheduler.Pick(
            pool.Workers, new Placement { Model = pool.Model, Role = WorkerRole.Prefill }, Limits.PrefillAttemptsMax);
        if (candidates.IsEmpty)
        {
            _refusedCount.Inc();
            throw new OpenAiException(OpenAiError.Unavailable(
                $"No prefill worker of the model '{pool.Model}' takes requests now, and the policy is to split every request.",
                "no_prefill_worker",
                forwarding.Value.RetryAfter));
        }

        _splitCount.Inc();
        return new SplitDecision("split", "policy-require", [.. candidates.Workers.Select(picked => picked.Worker)]);
    }
}
