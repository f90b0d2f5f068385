using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling.Fleet;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Shadow;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Fleet;
using InferenceGateway.KvFabric.Fleet.InFlight;
using InferenceGateway.KvFabric.Fleet.Prefixes;
using InferenceGateway.KvFabric.Fleet.States;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.Scheduling;

internal static class SchedulingRegistration
{
    public static void AddScheduling(this IServiceCollection services)
    {
        services.AddCheckedOptions<SchedulingOptions, SchedulingOptionsValidator>(SchedulingOptions.Section);
        services.AddSingleton(Prefixes);
        services.AddSingleton(Loads);
        services.AddSingleton(provider => new WorkerLoads(provider.GetRequiredService<TimeProvider>(), provider.GetService<WorkerNumbers>()));
        services.AddSingleton(CreateScheduler);
        services.AddHostedService<SchedulingMetrics>();
    }

    // A gateway that is given a view of the workers alone, without the fleet's, goes by its own decisions.
    private static IPrefixSource Prefixes(IServiceProvider services) =>
        services.GetService<IPrefixView>() is { } view ? new MirroredPrefixes(view) : NoPrefixes.Instance;

    private static IFleetLoads Loads(IServiceProvider services) =>
        services.GetService<IFleetState>() is { } states && services.GetService<IFleetInFlight>() is { } inFlight
            ? new SharedLoads(
                states,
                inFlight,
                services.GetRequiredService<WorkerNumbers>(),
                services.GetRequiredService<WorkerLoads>(),
                services.GetRequiredService<TimeProvider>())
            : WrittenLoads.Instance;

    private static Scheduler CreateScheduler(IServiceProvider services)
    {
        WorkerLoads loads = services.GetRequiredService<WorkerLoads>();
        SchedulerBuilder builder = CreateBuilder(services, listener: null);
        var shadows = new Shadows(builder, loads, services.GetRequiredService<CollectorRegistry>());
        Scheduler scheduler = CreateBuilder(services, shadows).Build();
        loads.Forgotten += scheduler.Forget;
        return scheduler;
    }

    private static SchedulerBuilder CreateBuilder(IServiceProvider services, IPickListener? listener) => new()
    {
        Options = services.GetRequiredService<IOptions<SchedulingOptions>>().Value,
        Listener = listener,
        Time = services.GetRequiredService<TimeProvider>(),
        Prefixes = services.GetRequiredService<IPrefixSource>(),
        Fleet = services.GetRequiredService<IFleetLoads>(),
        Predictor = services.GetRequiredService<LatencyPredictor>(),
        Always = [.. services.GetServices<IWorkerFilter>()],
        Observer = services.GetService<IDecisionObserver>(),
    };
}
