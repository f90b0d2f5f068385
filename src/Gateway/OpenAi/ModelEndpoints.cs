using System.Text.Json.Serialization;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Gateway.Models;
using InferenceGateway.Gateway.Telemetry;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>What is served here.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/v1/models", ListAsync);
        // A catch-all, since names such as "org/model" hold slashes.
        endpoints.MapGet("/v1/models/{**model}", ShowAsync);
    }

    private static Task ListAsync(HttpContext context)
    {
        Exchange.Of(context).Route = ApiRoute.Models;
        ModelCatalog catalog = context.RequestServices.GetRequiredService<ModelCatalog>();
        ModelRouter router = context.RequestServices.GetRequiredService<ModelRouter>();
        var list = new ModelList("list", [.. router.Names.Select(model => Describe(model, catalog))]);
        return context.Response.WriteAsJsonAsync(list, ModelsJsonContext.Default.ModelList, cancellationToken: context.RequestAborted);
    }

    private static Task ShowAsync(HttpContext context)
    {
        Exchange.Of(context).Route = ApiRoute.Models;
        ModelCatalog catalog = context.RequestServices.GetRequiredService<ModelCatalog>();
        // The server leaves %2F as it is, and clients differ in whether they escape slashes.
        string model = ((string?)context.Request.RouteValues["model"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return !context.RequestServices.GetRequiredService<ModelRouter>().IsKnown(model)
            ? throw new OpenAiException(OpenAiError.ModelNotFound(model))
            : context.Response.WriteAsJsonAsync(Describe(model, catalog), ModelsJsonContext.Default.ModelCard, cancellationToken: context.RequestAborted);
    }

    private static ModelCard Describe(string model, ModelCatalog catalog) => new(model, "model", catalog.Created, "inference-gateway");
}

internal sealed record ModelList(string Object, ModelCard[] Data);

internal sealed record ModelCard(string Id, string Object, long Created, string OwnedBy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelList))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
