using InferenceGateway.Hosting;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Tenancy;

internal static class TenancyRegistration
{
    public static void AddTenancy(this IServiceCollection services)
    {
        services.AddCheckedOptions<TenancyOptions, TenancyOptionsValidator>(TenancyOptions.Section);
        services.AddSingleton<TenantRegistry>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<JwtCheck>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<CallerReader>();
        services.AddHostedService<CredentialReloader>();
    }

    /// <summary>For the API port, after faults are caught and before anything is routed.</summary>
    /// <exception cref="OptionsValidationException">Nobody at all could come in.</exception>
    public static void UseTenancy(this IApplicationBuilder app)
    {
        // Made here and not at the first request, so that its fault is one of the start.
        app.ApplicationServices.GetRequiredService<Authenticator>();
        app.UseMiddleware<TenancyMiddleware>();
    }

    /// <summary>For the management port, before anything is routed.</summary>
    public static void UseManagementGuard(this IApplicationBuilder app) => app.UseMiddleware<ManagementGuard>();
}
