using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Scheduling.Scorers;
using InferenceGateway.Gateway.Scheduling.Shadow;

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

    /// <summary>Filters that every profile has, whatever its configuration says.</summary>
    public IReadOnlyList<IWorkerFilter> Always { get; init; } = [];

    /// <summary>Sees every decision; null for nobody.</summary>
    public IDecisionObserver? Observer { get; init; }

    /// <summary>Hears of every choice; null for nobody.</summary>
    public IPickListener? Listener { get; init; }

    private WorkerLoads? VirtualLoads { get; init; }

    private ApproximatePrefixes? Remembered { get; init; }

    /// <summary>Makes a scheduler with memories of its own.</summary>
    /// <param name="profile">Name of its profile, or null for that of the options.</param>
    /// <exception cref="ArgumentException">There is no profile, or no plug-in, of a name.</exception>
    public Scheduler Build(string? profile = null)
    {
        ApproximatePrefixes remembered = Remembered ?? new ApproximatePrefixes(Options.RememberedBlocksMax);
        var plugins = new PluginServices(Options, Time, Random, new Forecast(Predictor, Time), remembered);
        var services = new SchedulerServices(Time, Prefixes, Fleet, remembered, Options.EngineAgeMax, Observer, Listener, VirtualLoads);
        return new Scheduler(new ProfileFactory(Options, plugins, Always), profile ?? Options.Profile, services);
    }

    /// <summary>The same for a profile that only plays along: it sees loads and memories of its own, and nobody sees it.</summary>
    internal SchedulerBuilder With(ApproximatePrefixes remembered, WorkerLoads virtualLoads) => new()
    {
        Options = Options,
        Time = Time,
        Random = Random,
        Prefixes = new RememberedPrefixes(remembered),
        Remembered = remembered,
        Predictor = Predictor,
        Always = Always,
        VirtualLoads = virtualLoads,
    };
}
