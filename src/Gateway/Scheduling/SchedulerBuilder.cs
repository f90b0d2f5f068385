using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Scheduling.Scorers;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Makes schedulers. Needs no host: simulations and tests build theirs with it, too.</summary>
public sealed class SchedulerBuilder
{
    /// <summary>The configuration; profiles are taken from it. It must be valid: see <see cref="Build"/>.</summary>
    public SchedulingOptions Options { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Random numbers for ties and for random pickers.</summary>
    public RandomSource Random { get; init; } = new((ulong)System.Random.Shared.NextInt64());

    /// <summary>What workers say they hold.</summary>
    public IPrefixSource Prefixes { get; init; } = NoPrefixes.Instance;

    /// <summary>What other gateways and the workers say of the load.</summary>
    public IFleetLoads Fleet { get; init; } = WrittenLoads.Instance;

    /// <summary>What was learnt of workers' speed.</summary>
    public LatencyPredictor Predictor { get; init; } = new(new PredictionOptions());

    /// <summary>Sees every decision; null for nobody.</summary>
    public IDecisionObserver? Observer { get; init; }

    /// <summary>Filters that every profile has, whatever its configuration says.</summary>
    public IReadOnlyList<IWorkerFilter> Always { get; init; } = [];

    /// <summary>Loads to look at in place of the workers' own, for a profile that only plays along; null for the workers' own.</summary>
    public WorkerLoads? VirtualLoads { get; init; }

    /// <summary>Makes a scheduler with memories of its own.</summary>
    /// <param name="profile">Name of its profile, or null for that of the options.</param>
    /// <exception cref="ArgumentException">There is no profile, or no plug-in, of a name.</exception>
    public Scheduler Build(string? profile = null)
    {
        var remembered = new ApproximatePrefixes(Options.RememberedBlocksMax);
        var plugins = new PluginServices(Options, Time, Random, new Forecast(Predictor, Time), remembered);
        var services = new SchedulerServices(Time, Prefixes, Fleet, remembered, Options.EngineAgeMax, Observer, VirtualLoads);
        return new Scheduler(new ProfileFactory(Options, plugins, Always), profile ?? Options.Profile, services);
    }
}
