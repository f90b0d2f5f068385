using InferenceGateway.Serving.OpenAi.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace InferenceGateway.Serving.OpenAi;

/// <summary>Registers OpenAI's endpoints. They answer on both ports: a worker is a complete server on its own.</summary>
internal static class OpenAiRegistration
{
    public static void AddOpenAi(this IServiceCollection services)
    {
        services.AddSingleton<CallReader>();
        services.AddSingleton<CompletionEndpoint>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<TokenizeEndpoint>();
    }

    public static void MapOpenAi(this WebApplication app)
    {
        CompletionEndpoint completions = app.Services.GetRequiredService<CompletionEndpoint>();
        ModelsEndpoint models = app.Services.GetRequiredService<ModelsEndpoint>();
        app.MapPost("/v1/chat/completions", context => completions.HandleAsync(context, CompletionKind.Chat));
        app.MapPost("/v1/completions", context => completions.HandleAsync(context, CompletionKind.Text));
        TokenizeEndpoint tokenize = app.Services.GetRequiredService<TokenizeEndpoint>();
        app.MapPost("/tokenize", tokenize.TokenizeAsync);
        app.MapPost("/detokenize", tokenize.DetokenizeAsync);
        app.MapGet("/v1/models", models.ListAsync);
        app.MapGet("/v1/models/{id}", context => models.GetAsync(context, (string)context.Request.RouteValues["id"]!));
    }
}
