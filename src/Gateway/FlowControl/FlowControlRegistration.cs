using InferenceGateway.Gateway.FlowControl.Queueing;
using InferenceGateway.Gateway.FlowControl.Saturation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>Registration of flow control.</summary>
public static class FlowControlRegistration
{
    /// <summary>
    /// Adds <see cref="IAdmission"/> and <see cref="ISaturation"/> over the workers that an <c>IWorkerView</c> knows; faults in their
    /// options stop the host at start. Needs configuration and logging.
    /// </summary>
    public static void AddFlowControl(this IServiceCollection services)
    {
        services.AddOptions<FlowControlOptions>().BindConfiguration(FlowControlOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FlowControlOptions>, FlowControlOptionsValidator>();
        services.AddOptions<SaturationOptions>().BindConfiguration(SaturationOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SaturationOptions>, SaturationOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => Metrics.NewCustomRegistry());
        services.TryAddSingleton<ISaturation, WorkerSaturation>();
        services.AddSingleton<FlowMetrics>();
        services.AddSingleton<TenantLoads>();
        services.AddSingleton<Admission>();
        services.AddSingleton<IAdmission>(provider => provider.GetRequiredService<Admission>());
        services.AddHostedService<AdmissionService>();
    }
}
