namespace InferenceGateway.Gateway.Mirroring;

internal static class MirroringRegistration
{
    public static void AddMirroring(this IServiceCollection services)
    {
        services.AddSingleton<MirrorMetrics>();
        services.AddSingleton<RequestMirror>();
        services.AddHostedService(provider => provider.GetRequiredService<RequestMirror>());
    }
}
