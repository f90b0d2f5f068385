using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Transfer;
using InferenceGateway.Serving.Generating;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace InferenceGateway.Serving.Handoff;

/// <summary>Registers a worker's half of the hand-off.</summary>
internal static class HandoffRegistration
{
    public static void AddHandoff(this IServiceCollection services, WorkerRole role)
    {
        services.AddSingleton<TicketBook>();
        services.AddSingleton<IKvReservations>(provider => provider.GetRequiredService<TicketBook>());
        if (role == WorkerRole.Decode)
        {
            services.AddSingleton<PrefillClient>();
            services.AddSingleton<IGenerationStarter, SplitStarter>();
        }
        else
        {
            services.AddSingleton<PrefillEndpoint>();
            services.AddSingleton<IGenerationStarter>(provider => provider.GetRequiredService<LocalStarter>());
        }
    }

    public static void MapHandoff(this WebApplication app, WorkerRole role)
    {
        if (role == WorkerRole.Prefill)
        {
            PrefillEndpoint endpoint = app.Services.GetRequiredService<PrefillEndpoint>();
            app.MapPost(PrefillClient.Path, endpoint.HandleAsync);
        }
    }
}
