using InferenceGateway.Contracts;
using InferenceGateway.EngineSimulator.OpenAi;
using InferenceGateway.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>Composes the simulator program: many workers in one process, each on a port of its own.</summary>
public static class SimulatorApp
{
    /// <summary>Builds it without starting it.</summary>
    /// <param name="args">Command line: configuration as <c>--Simulator:DecodeWorkers=100</c>.</param>
    /// <param name="configure">Adds or replaces services and configuration before the application is built.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddPlainConsole();
        configure?.Invoke(builder);
        builder.AddSimulator();

        WebApplication app = builder.Build();
        app.Validate();
        Listen(app);
        app.UseMiddleware<FaultMiddleware>();
        app.MapOpenAi();
        app.MapFaults();
        return app;
    }

    private static void Listen(WebApplication app)
    {
        KestrelServerOptions kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Limits.RequestBodyBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = Limits.RequestHeadersBytesMax;
        // A stream is as slow as its calibration.
        kestrel.Limits.MinResponseDataRate = null;
        app.Services.GetRequiredService<SimulatedFleet>().Bind(kestrel);
    }
}
