namespace InferenceGateway.Gateway.Models;

internal static class ModelsRegistration
{
    public static void AddModels(this IServiceCollection services) => services.AddSingleton<ModelCatalog>();
}
