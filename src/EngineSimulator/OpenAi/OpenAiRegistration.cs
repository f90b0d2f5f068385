using InferenceGateway.EngineSimulator.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.EngineSimulator.OpenAi;

internal static class OpenAiRegistration
{
    public static void MapOpenAi(this WebApplication app)
    {
        SimulatedFleet fleet = app.Services.GetRequiredService<SimulatedFleet>();
        CompletionEndpoint completions = app.Services.GetRequiredService<CompletionEndpoint>();
        string model = app.Services.GetRequiredService<IOptions<SimulatorOptions>>().Value.ModelName;
        app.MapPost("/v1/chat/completions", context => completions.HandleAsync(context, CompletionShape.Chat));
        app.MapPost("/v1/completions", context => completions.HandleAsync(context, CompletionShape.Text));
        app.MapGet("/v1/models", () => Results.Json(new { @object = "list", data = new[] { new { id = model, @object = "model", created = 0, owned_by = "simulator" } } }));
        app.MapGet("/metrics", context => fleet.At(context).Metrics.WriteAsync(context));
        app.MapGet("/health", context =>
        {
            context.Response.StatusCode = fleet.At(context).Engine.IsUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.CompleteAsync();
        });
    }
}
