using InferenceGateway.Gateway.Scheduling.Load;
using Prometheus;

namespace InferenceGateway.Gateway.Scheduling.Shadow;

/// <summary>
/// Lets other profiles play along with live requests. They decide nothing; what would have come of it stands in the metrics. It happens on
/// the request's own path, right after the real choice, and costs one more choice for every profile: sample where that is too much.
/// </summary>
internal sealed class Shadows : IPickListener
{
    private readonly ShadowWorld[] _worlds;
    private readonly RandomSource _random;
    private readonly double _share;

    /// <param name="builder">The configuration, and what schedulers are made with.</param>
    /// <param name="loads">The real workers.</param>
    /// <param name="registry">Takes the metrics; nothing is registered when there are no shadow profiles.</param>
    public Shadows(SchedulerBuilder builder, WorkerLoads loads, CollectorRegistry registry)
    {
        SchedulingOptions options = builder.Options;
        _random = builder.Random;
        _share = options.ShadowShare;
        if (options.Shadow.Count == 0 || _share == 0)
        {
            _worlds = [];
            return;
        }

        var metrics = new ShadowMetrics(registry);
        var names = options.Shadow.Where(name => !string.Equals(name, options.Profile, StringComparison.OrdinalIgnoreCase));
        (ShadowWorld World, ShadowSeries Series)[] worlds =
        [
            Create(options.Profile, serves: true),
            .. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => Create(name, serves: false)),
        ];
        _worlds = Array.ConvertAll(worlds, world => world.World);
        loads.Forgotten += Forget;
        registry.AddBeforeCollectCallback(() => Array.ForEach(worlds, world => world.Series.Spread.Set(world.World.Spread)));

        (ShadowWorld World, ShadowSeries Series) Create(string name, bool serves)
        {
            ShadowSeries series = metrics.For(name);
            return (new ShadowWorld(name, builder, series, serves), series);
        }
    }

    public void Picked(ReadOnlySpan<WorkerEndpoint> workers, in Placement placement, in PickedWorker picked)
    {
        if (_worlds.Length == 0 || (_share < 1 && _random.Unit() >= _share))
        {
            return;
        }

        foreach (ShadowWorld world in _worlds)
        {
            world.Place(workers, placement, picked.Worker);
        }
    }

    private void Forget(WorkerLoad worker) => Array.ForEach(_worlds, world => world.Forget(worker));
}
