using InferenceGateway.Gateway.Hosting;
using InferenceGateway.KvFabric.Directory;

namespace InferenceGateway.Standalone;

/// <summary>What the program prints once it serves: where, what, and a command to paste.</summary>
internal static class ReadyText
{
    public static string Of(StandaloneCluster cluster)
    {
        GatewayListeners listeners = cluster.Gateway.Services.GetRequiredService<GatewayListeners>();
        WorkerSnapshot workers = cluster.Gateway.Services.GetRequiredService<IWorkerView>().Current;
        string model = workers.Workers.Select(worker => worker.Model).FirstOrDefault() ?? "none";
        string pools = string.Join(", ", workers.Workers.Select(worker => worker.Id));
        return $$"""

            InferenceGateway is ready.
              model       {{model}}
              API         http://{{listeners.Api}}/v1
              management  http://{{listeners.Management}}  (metrics at http://{{listeners.Management}}/metrics)
              workers     {{pools}}
              directory   redis://{{cluster.Redis}}  (embedded)

            Try it:
              curl http://{{listeners.Api}}/v1/chat/completions -H 'content-type: application/json' \
                -d '{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"Tell me a story about a fox and a lantern."}]}'

            """;
    }
}
