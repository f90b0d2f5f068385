using InferenceGateway.Gateway.FlowControl;
using InferenceGateway.Gateway.Tenancy;
using InferenceGateway.Overload.Load;
using InferenceGateway.Overload.Staging;

namespace InferenceGateway.Overload.Measuring;

/// <summary>The gateway at one instant, as its own metrics tell.</summary>
/// <param name="At">Seconds from the beginning of the load.</param>
/// <param name="Depth">Waiting requests of each priority.</param>
/// <param name="Running">Admitted requests.</param>
/// <param name="QueuedTokens">Estimated tokens of waiting requests.</param>
/// <param name="TenantTokens">Tokens that each tenant has taken so far.</param>
/// <param name="HeapBytes">Managed memory of the process.</param>
/// <param name="ResidentBytes">Memory of the process.</param>
public sealed record Sample(
    double At, IReadOnlyList<double> Depth, int Running, double QueuedTokens, IReadOnlyList<double> TenantTokens, long HeapBytes, long ResidentBytes)
{
    /// <summary>Waiting requests of all priorities.</summary>
    public double Waiting => Depth.Sum();
}

/// <summary>Looks at the gateway's metrics again and again.</summary>
/// <param name="stage">The gateway.</param>
/// <param name="tenants">Whose tokens are looked at.</param>
/// <param name="time">The clock.</param>
public sealed class Sampler(Stage stage, IReadOnlyList<TenantPlan> tenants, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _metrics = new(stage.Management, "/metrics");

    /// <summary>Takes a sample every second until it is told to stop.</summary>
    /// <param name="start">Timestamp of the load's beginning.</param>
    /// <param name="taken">Is told of each.</param>
    /// <param name="stop">Ends it; that is no fault.</param>
    public async Task<IReadOnlyList<Sample>> RunAsync(long start, Action<Sample> taken, CancellationToken stop)
    {
        List<Sample> samples = [];
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Sample sample = Read(await ReadAsync(stop), time.GetElapsedTime(start).TotalSeconds);
                samples.Add(sample);
                taken(sample);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The load is over.
        }

        return samples;
    }

    /// <summary>The page as it is now.</summary>
    public async Task<MetricsText> ReadAsync(CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, _metrics);
        using HttpResponseMessage response = await _http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        return new MetricsText(await response.Content.ReadAsStringAsync(cancellation));
    }

    public void Dispose() => _http.Dispose();

    private Sample Read(MetricsText metrics, double at)
    {
        PoolPressure pressure = stage.Pressure;
        return new Sample(
            at,
            [.. Enum.GetValues<RequestPriority>().Select(priority => metrics[$"inference_gateway_queue_depth{{{LabelsOf(priority)}}}"])],
            pressure.Running,
            metrics[$"inference_gateway_queued_prompt_tokens{{model=\"{Stage.Model}\"}}"],
            [.. tenants.Select(tenant => metrics[$"inference_gateway_tenant_tokens_total{{tenant=\"{tenant.Id}\"}}"])],
            GC.GetTotalMemory(forceFullCollection: false),
            Environment.WorkingSet);
    }

    /// <summary>Labels of flow control's series.</summary>
    public static string LabelsOf(RequestPriority priority) => $"model=\"{Stage.Model}\",priority=\"{priority.ToString().ToLowerInvariant()}\"";
}
