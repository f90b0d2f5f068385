using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Discovery;
using InferenceGateway.Gateway.Explain;
using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Health;
using InferenceGateway.Gateway.Mirroring;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Prewarming;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;
using Prometheus;

namespace InferenceGateway.Gateway.Hosting;

/// <summary>Composes the gateway. Every application has its own services and its own metrics, so several fit in one process.</summary>
public static class GatewayApp
{
    /// <summary>Builds the gateway without starting it.</summary>
    /// <param name="args">Command line: configuration as <c>--Gateway:Api:Port=8080</c>.</param>
    /// <param name="configure">Adds services and configuration before the application is built; it must bring an <c>IWorkerView</c>.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    /// <exception cref="AggregateException">Options of several sections are; holds one such exception for each.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddPlainConsole();
        configure?.Invoke(builder);
        builder.Services.AddHosting();
        builder.AddTelemetry();
        builder.Services.AddTenancy();
        builder.Services.AddDiscovery();
        builder.Services.AddModels();
        builder.Services.AddPrediction();
        builder.Services.AddScheduling();
        builder.Services.AddHealth();
        builder.Services.AddPrewarming();
        builder.Services.AddDisaggregation();
        builder.Services.AddExplain();
        builder.Services.AddFlowControl();
        builder.Services.AddForwarding();
        builder.Services.AddMirroring();
        builder.Services.AddOpenAi();

        WebApplication app = builder.Build();
        app.ApplyOptions();
        UseListeners(app);
        return app;
    }

    private static void UseListeners(WebApplication app)
    {
        var management = new ApplicationBuilder(app.Services);
        management.UseManagementGuard();
        management.UseRouting();
        management.UseEndpoints(endpoints => endpoints.MapManagement(app.Services.GetRequiredService<CollectorRegistry>()));
        RequestDelegate managementPipeline = management.Build();
        app.Use(next => context =>
            MarkedListener.KindOf(context) == ListenerKind.Management ? managementPipeline(context) : next(context));
        app.UseOpenAi();
    }
}
