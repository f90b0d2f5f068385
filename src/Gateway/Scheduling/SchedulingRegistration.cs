namespace InferenceGateway.Gateway.Scheduling;

internal static class SchedulingRegistration
{
    public static void AddScheduling(this IServiceCollection services)
    {
        services.AddSingleton<IWorkerFilter, RoleFilter>();
        services.AddSingleton<IWorkerFilter, DrainingFilter>();
        services.AddSingleton<IWorkerScorer, LeastInFlightScorer>();
        services.AddSingleton<IWorkerPicker, BestScorePicker>();
        services.AddSingleton<WorkerLoads>();
        services.AddSingleton<Scheduler>();
    }
}
