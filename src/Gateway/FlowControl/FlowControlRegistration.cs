using InferenceGateway.Gateway.Discovery;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.FlowControl.Queueing;
using InferenceGateway.Gateway.FlowControl.Saturation;
using InferenceGateway.Hosting;
using InferenceGateway.KvFabric.Directory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Prometheus;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>Registration of flow control.</summary>
public static class FlowControlRegistration
{
    /// <summary>
    /// Adds <see cref="IAdmission"/> and <see cref="ISaturation"/> over the workers that an <c>IWorkerView</c> knows, and
    /// <see cref="IBudgets"/> over the directory's Redis; faults in their options stop the host at start. Needs configuration and logging.
    /// </summary>
    public static void AddFlowControl(this IServiceCollection services)
    {
        services.AddCheckedOptions<FlowControlOptions, FlowControlOptionsValidator>(FlowControlOptions.Section);
        services.AddCheckedOptions<SaturationOptions, SaturationOptionsValidator>(SaturationOptions.Section);
        // Where Redis is, also for a gateway that learns of its workers elsewhere.
        services.AddOptions<DirectoryOptions>().BindOnce(DirectoryOptions.Section);
        services.AddCheckedOptions<BudgetsOptions, BudgetsOptionsValidator>(BudgetsOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => Metrics.NewCustomRegistry());
        services.TryAddSingleton<EngineRegistry>();
        services.TryAddSingleton<WorkerSource>();
        services.TryAddSingleton<ISaturation, WorkerSaturation>();
        services.AddSingleton<FlowMetrics>();
        services.AddSingleton<TenantLoads>();
        services.AddSingleton<Admission>();
        services.AddSingleton<IAdmission>(provider => provider.GetRequiredService<Admission>());
        services.AddHostedService<AdmissionService>();
        services.AddSingleton<IBudgetLedger, RedisLedger>();
        services.AddSingleton<BudgetSource>();
        services.AddSingleton<IBudgets, TenantBudgets>();
        services.AddSingleton<TenantLabels>();
        services.AddSingleton<RequestGate>();
    }
}
