using InferenceGateway.Gateway.Telemetry;
using InferenceGateway.Gateway.Tenancy;

namespace InferenceGateway.Gateway.OpenAi;

internal static class OpenAiRegistration
{
    public static void AddOpenAi(this IServiceCollection services)
    {
        services.AddSingleton<RequestPlanner>();
        services.AddSingleton<InferenceHandler>();
    }

    /// <summary>The pipeline of the API listener.</summary>
    public static void UseOpenAi(this WebApplication app)
    {
        app.UseMiddleware<ExchangeMiddleware>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseTenancy();
        app.UseRouting();
        InferenceHandler handler = app.Services.GetRequiredService<InferenceHandler>();
        app.MapPost("/v1/chat/completions", (HttpContext context) => handler.HandleAsync(context, ApiRoute.ChatCompletions));
        app.MapPost("/v1/completions", (HttpContext context) => handler.HandleAsync(context, ApiRoute.Completions));
        app.MapModels();
    }
}
