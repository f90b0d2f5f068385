namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Someone who shares the system with others, and what they may take of it. Immutable; one object for each tenant.</summary>
/// <param name="id">Name of the tenant, as configuration has it.</param>
public sealed class Tenant(string id)
{
    /// <summary>Name of the tenant; safe in metrics, Redis keys and headers.</summary>
    public string Id { get; } = id;

    /// <summary>Share of service against other tenants of the same priority while requests have to wait.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Priority of requests that ask for none.</summary>
    public RequestPriority Priority { get; init; } = RequestPriority.Normal;

    /// <summary>Highest priority a request may ask for.</summary>
    public RequestPriority PriorityMax { get; init; } = RequestPriority.Normal;

    /// <summary>Prompt and answer tokens in each window; 0 is without bound.</summary>
    public long TokenBudget { get; init; }

    /// <summary>Most requests at once, waiting ones included; 0 is without bound.</summary>
    public int ConcurrentMax { get; init; }

    /// <summary>Longest wait for admission, or null for the gateway's own.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>Whether its requests may name a flow of their own and a priority.</summary>
    public bool NamesFlows { get; init; }

    /// <summary>Keeps its cached prompts apart from everyone else's; null shares them.</summary>
    public string? CacheSalt { get; init; }
}
