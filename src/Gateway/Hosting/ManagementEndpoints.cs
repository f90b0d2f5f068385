using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery;
using InferenceGateway.Gateway.Explain;
using InferenceGateway.KvFabric.Directory;
using Prometheus;

namespace InferenceGateway.Gateway.Hosting;

/// <summary>What operators and probes ask for.</summary>
internal static class ManagementEndpoints
{
    public static void MapManagement(this IEndpointRouteBuilder endpoints, CollectorRegistry registry)
    {
        endpoints.MapMetrics("/metrics", registry);
        endpoints.MapExplain();
        endpoints.MapGet("/healthz", () => "ok\n");
        endpoints.MapGet("/readyz", (WorkerSource view, IHostApplicationLifetime lifetime) => Readiness(view.Current, lifetime));
    }

    private static IResult Readiness(WorkerSnapshot workers, IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? NotReady("stopping\n")
        : workers.Workers.Any(worker => worker is { Role: WorkerRole.Decode, Draining: false }) ? Results.Text("ready\n")
        : NotReady("no decode worker is registered\n");

    private static IResult NotReady(string reason) => Results.Text(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
}
