using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>Failures on demand: <c>POST /simulator/{fail|recover|stall|slowness}</c> on the port of the worker that is meant.</summary>
internal static class FaultEndpoints
{
    private const double SecondsMax = 3600;
    private const double SlownessMax = 1000;

    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/fail", context => Strike(context, "fail", worker => worker.Engine.Fail()));
        routes.MapPost("/simulator/recover", context => Strike(context, "recover", worker => worker.Engine.Recover()));
        routes.MapPost("/simulator/stall", context =>
        {
            double seconds = Number(context, "seconds", 0, SecondsMax);
            return Strike(context, "stall", worker => worker.Engine.Stall(seconds));
        });
        routes.MapPost("/simulator/slowness", context =>
        {
            double factor = Number(context, "factor", 0.001, SlownessMax);
            return Strike(context, "slowness", worker => worker.Engine.Slowness = factor);
        });
    }

    private static Task Strike(HttpContext context, string fault, Action<SimulatedWorker> strike)
    {
        SimulatedFleet fleet = context.RequestServices.GetRequiredService<SimulatedFleet>();
        SimulatedWorker worker = fleet.At(context);
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SimulatorLog.Struck(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FaultEndpoints)), worker.Id, fault);
        fleet.Clock.At(fleet.Clock.Now, () =>
        {
            strike(worker);
            done.SetResult();
        });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return done.Task.WaitAsync(context.RequestAborted);
    }

    private static double Number(HttpContext context, string name, double least, double most)
    {
        string? text = context.Request.Query[name];
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new OpenAiException(OpenAiError.Invalid($"'{name}' is '{text}'; it must lie between {least} and {most}.", name));
    }
}
