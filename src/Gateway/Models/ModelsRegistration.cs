using InferenceGateway.Gateway.Models.Routes;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Models;

internal static class ModelsRegistration
{
    public static void AddModels(this IServiceCollection services)
    {
        services.AddOptions<RoutingOptions>().Configure<IConfiguration>(RouteSource.Bind).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsValidator>();
        services.AddSingleton<RouteSource>();
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<ModelRouter>();
    }
}
