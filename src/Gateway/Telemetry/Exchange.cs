using InferenceGateway.Gateway.Disaggregation;
using InferenceGateway.Gateway.FlowControl.Budgets;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using Microsoft.AspNetCore.Http.Features;

namespace InferenceGateway.Gateway.Telemetry;

/// <summary>All that is known of one request on its way; metrics and the log line are written from it at the end.</summary>
internal sealed class Exchange(string requestId, long arrivedAt, ModelMetrics metrics)
{
    /// <summary>What it counts for on its workers, and what its times teach; null until it is sent.</summary>
    public RequestTrack? Track { get; set; }

    public string RequestId { get; } = requestId;

    /// <summary>Timestamp of the clock's monotonic counter.</summary>
    public long ArrivedAt { get; } = arrivedAt;

    public ApiRoute Route { get; set; }

    /// <summary>The served model's name, or null.</summary>
    public string? Model { get; set; }

    public ModelMetrics Metrics { get; set; } = metrics;

    public SplitDecision? Decision { get; set; }

    public WorkerEndpoint? DecodeWorker { get; set; }

    /// <summary>True while no other worker would be asked.</summary>
    public bool LastAttempt { get; private set; }

    /// <summary>As the decode worker reports it, when the request really was split.</summary>
    public string? PrefillWorker { get; set; }

    /// <summary>Exact counts as the worker reports them; null until it does.</summary>
    public TokenCounts? Reported { get; set; }

    /// <summary>Events seen on the stream: stands in for the generated tokens when nobody reports them.</summary>
    public int Events { get; set; }

    /// <summary>Meters its answer against the tenant's token budget.</summary>
    public BudgetMeter Meter { get; set; } = BudgetMeter.Unlimited;

    public TimeSpan? TimeToFirstToken { get; set; }

    /// <summary>Set where it is known; otherwise the status says it.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>The request goes to that worker; what an earlier one left is forgotten.</summary>
    public void Begin(WorkerEndpoint worker, bool last)
    {
        DecodeWorker = worker;
        LastAttempt = last;
        PrefillWorker = null;
        Outcome = null;
    }

    public static Exchange Of(HttpContext context) => context.Features.GetRequiredFeature<Exchange>();
}

/// <summary>A worker's own counts.</summary>
internal readonly record struct TokenCounts(long Prompt, long Completion, long Cached);
