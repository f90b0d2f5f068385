using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet;

/// <summary>What a user sets about block events, worker states and shared in-flight counts; section <c>Fleet</c>.</summary>
public sealed class FleetOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Fleet";

    /// <summary>Milliseconds a worker gathers block events before it sends them; 1 to 1000.</summary>
    public double BatchMilliseconds { get; set; } = 20;

    /// <summary>Milliseconds between two looks of a worker at its own load, and so between two states it sends; 10 to 10000.</summary>
    public double StateMilliseconds { get; set; } = 100;

    /// <summary>Seconds after which a worker repeats a state that did not change; 0.1 to 60. Lost events are noticed by it at the latest.</summary>
    public double HeartbeatSeconds { get; set; } = 1;

    /// <summary>Seconds a prompt that was sent to a worker counts as held there without its event; 0.05 to 60.</summary>
    public double ExpectSeconds { get; set; } = 2;

    /// <summary>Seconds the reading of one worker's blocks may take; 0.1 to 60.</summary>
    public double IndexTimeoutSeconds { get; set; } = 5;

    /// <summary>Most workers whose blocks a gateway reads at once; 1 to 256.</summary>
    public int IndexReadsMax { get; set; } = 16;

    /// <summary>Most blocks of one model that a gateway remembers; 1000 to 100000000. One takes 60 to 110 bytes.</summary>
    public int BlocksMax { get; set; } = PrefixIndex.BlocksDefault;

    /// <summary>Milliseconds a gateway gathers changes of its in-flight counts before it sends them; 1 to 1000.</summary>
    public double InFlightMilliseconds { get; set; } = 20;

    /// <summary>Seconds after which the in-flight counts of a gateway that says nothing any more are dropped; 0.5 to 3600.</summary>
    public double InFlightLeaseSeconds { get; set; } = 5;

    internal TimeSpan Batch => TimeSpan.FromMilliseconds(BatchMilliseconds);

    internal TimeSpan StateInterval => TimeSpan.FromMilliseconds(StateMilliseconds);

    internal TimeSpan Heartbeat => TimeSpan.FromSeconds(HeartbeatSeconds);

    internal TimeSpan Expectation => TimeSpan.FromSeconds(ExpectSeconds);

    internal TimeSpan IndexTimeout => TimeSpan.FromSeconds(IndexTimeoutSeconds);

    internal TimeSpan InFlightInterval => TimeSpan.FromMilliseconds(InFlightMilliseconds);

    internal TimeSpan InFlightLease => TimeSpan.FromSeconds(InFlightLeaseSeconds);
}
