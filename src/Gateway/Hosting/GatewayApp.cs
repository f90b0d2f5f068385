using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.Forwarding;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.OpenAi;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Telemetry;
using Microsoft.AspNetCore.Connections;
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
        configure?.Invoke(builder);
        builder.Services.AddHosting();
        builder.AddTelemetry();
        builder.Services.AddModels();
        builder.Services.AddScheduling();
        builder.Services.AddDisaggregation();
        builder.Services.AddForwarding();
        builder.Services.AddOpenAi();

        WebApplication app = builder.Build();
        app.ApplyOptions();
        UseListeners(app);
        return app;
    }

    /// <summary>
    /// Builds and runs the gateway until it is told to stop. A fault of the configuration is printed as one plain line each.
    /// </summary>
    /// <param name="create">Builds the application.</param>
    /// <returns>The process's exit code: 0 after a stop, 1 when the gateway could not start.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> create)
    {
        try
        {
            await create().RunAsync();
            return 0;
        }
        catch (Exception fault) when (StartFaults(fault) is { } lines)
        {
            foreach (string line in lines)
            {
                await Console.Error.WriteLineAsync(line);
            }

            return 1;
        }
    }

    private static void UseListeners(WebApplication app)
    {
        var management = new ApplicationBuilder(app.Services);
        management.UseRouting();
        management.UseEndpoints(endpoints => endpoints.MapManagement(app.Services.GetRequiredService<CollectorRegistry>()));
        RequestDelegate managementPipeline = management.Build();
        app.Use(next => context =>
            context.Features.Get<ListenerMark>()?.Kind == ListenerKind.Management ? managementPipeline(context) : next(context));
        app.UseOpenAi();
    }

    private static IEnumerable<string>? StartFaults(Exception fault) => fault switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures),
        // The binder names the key, the value and the type it could not be converted to.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unreadable => [unreadable.Message],
        IOException { InnerException: AddressInUseException } taken => [taken.Message],
        _ => null,
    };
}
