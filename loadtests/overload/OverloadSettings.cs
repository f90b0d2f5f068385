namespace InferenceGateway.Overload;

/// <summary>What is shown, and what counts as kept.</summary>
public sealed record OverloadSettings
{
    /// <summary>Seconds of overload.</summary>
    public double Seconds { get; init; } = 120;

    /// <summary>Offered requests against those that can be served.</summary>
    public double Times { get; init; } = 3;

    /// <summary>Seconds for which the capacity is measured beforehand.</summary>
    public double CapacitySeconds { get; init; } = 10;

    /// <summary>Seeds arrivals and lengths.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Seconds to the first token within which 99 % of the high priority must be.</summary>
    public double SloSeconds { get; init; } = 1;

    /// <summary>How far from its due a tenant's share may be, as a part of it.</summary>
    public double ShareTolerance { get; init; } = 0.1;

    /// <summary>Longest wait in the gateway's queue, in seconds.</summary>
    public double QueueSeconds { get; init; } = 5;

    /// <summary>Seconds of the overload that shares do not count: queues are still filling.</summary>
    public double SettlingSeconds => Math.Min(2 * QueueSeconds, Seconds / 3);
}
