using System.Collections.Frozen;
using InferenceGateway.Gateway.Scheduling.Filters;
using InferenceGateway.Gateway.Scheduling.Pickers;
using InferenceGateway.Gateway.Scheduling.Scorers;
using InferenceGateway.Gateway.Scheduling.Sessions;

namespace InferenceGateway.Gateway.Scheduling.Profiles;

/// <summary>From a plug-in's name to a new plug-in. A new kind is one line here and one file beside the others.</summary>
internal static class PluginCatalog
{
    public static FrozenDictionary<string, Func<PluginServices, IWorkerFilter>> Filters { get; } = Named<IWorkerFilter>(
        ("role", _ => new RoleFilter()),
        ("draining", _ => new DrainingFilter()),
        ("model", _ => new ModelFilter()),
        ("readiness", _ => new ReadinessFilter()),
        ("adapter", _ => new AdapterFilter()),
        ("labels", _ => new LabelFilter()),
        ("subset", _ => new SubsetFilter()),
        ("overload", services => new OverloadFilter(services.Options.OverloadWaitingMax, services.Options.OverloadKvUseMax)));

    public static FrozenDictionary<string, Func<PluginServices, IWorkerScorer>> Scorers { get; } = Named<IWorkerScorer>(
        ("precise-prefix", _ => new PrecisePrefixScorer()),
        ("approximate-prefix", _ => new ApproximatePrefixScorer()),
        ("queue", _ => new QueueScorer()),
        ("kv-use", _ => new KvUseScorer()),
        ("running-tokens", _ => new RunningTokensScorer()),
        ("in-flight-tokens", _ => new InFlightTokensScorer()),
        ("in-flight-requests", _ => new InFlightRequestsScorer()),
        ("predicted-latency", services => new PredictedLatencyScorer(services.Forecast, services.Options.WorkWeight, services.Options.DecodeShare)),
        ("ttft-headroom", services => new FirstTokenHeadroomScorer(services.Forecast, services.Options.FirstTokenGoal)),
        ("tpot-headroom", services => new TokenHeadroomScorer(services.Forecast, services.Options.TokenGoal)),
        ("session", services => new SessionScorer(new SessionMemory(services.Options.SessionsMax, services.Options.SessionLifetime, services.Time))),
        ("adapter", _ => new AdapterScorer()),
        ("topology", _ => new TopologyScorer()),
        ("no-hit-spread", _ => new NoHitSpreadScorer()),
        ("dynamo-cost", _ => new DynamoCostScorer()),
        ("cache-aware", services => new CacheAwareScorer(services.Remembered)));

    public static FrozenDictionary<string, Func<PluginServices, IWorkerPicker>> Pickers { get; } = Named<IWorkerPicker>(
        ("best-score", services => new BestScorePicker(services.Random)),
        ("weighted-random", services => new WeightedRandomPicker(services.Random)),
        ("power-of-two", services => new PowerOfTwoPicker(services.Random)),
        ("round-robin", _ => new RoundRobinPicker()));

    private static FrozenDictionary<string, Func<PluginServices, T>> Named<T>(params (string Name, Func<PluginServices, T> Create)[] kinds) =>
        kinds.ToFrozenDictionary(kind => kind.Name, kind => kind.Create, StringComparer.OrdinalIgnoreCase);
}
