using InferenceGateway.Gateway.Scheduling.Filters;
using InferenceGateway.Gateway.Scheduling.Load;
using InferenceGateway.Gateway.Scheduling.Pickers;
using InferenceGateway.Gateway.Scheduling.Profiles;
using InferenceGateway.Gateway.Scheduling.Scorers;

namespace InferenceGateway.Gateway.Scheduling;

internal static class SchedulingRegistration
{
    public static void AddScheduling(this IServiceCollection services)
    {
        services.AddSingleton<WorkerLoads>();
        services.AddSingleton(CreateScheduler);
        services.AddHostedService<SchedulingMetrics>();
    }

    private static Scheduler CreateScheduler(IServiceProvider services)
    {
        var random = new RandomSource((ulong)Random.Shared.NextInt64());
        var role = new RoleProfile(
            [new RoleFilter(), new DrainingFilter()], [new WeightedScorer(new InFlightTokensScorer(), 1)], new BestScorePicker(random));
        return new Scheduler(
            new SchedulingProfile("default", role, role),
            new SchedulerServices { Time = services.GetRequiredService<TimeProvider>(), Random = random });
    }
}
